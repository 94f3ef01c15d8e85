#!/usr/bin/env perl
# The same by POE::Filter::Line, any newline.
use strict;
use warnings;
use POE::Filter::Line;

my $chunks = shift;
my $stream = ('x' x 36) . "\n" . ((('y' x 63) . "\n") x 3072);
my ($first, $again) = (substr($stream, 0, 65_536), substr($stream, 65_536, 65_536));
my $lines = 0;

sub run {
  my ($count) = @_;
  my $filter = POE::Filter::Line->new(InputLiteral => undef);
  for my $n (1 .. $count) {
    $filter->get_one_start([$n == 1 ? $first : $again]);
    while (my ($line) = @{$filter->get_one()}) { $lines++ }
  }
}

run(int($chunks / 10) + 1);
$lines = 0;
my @before = times;
run($chunks);
my @after = times;
my $cpu = $after[0] + $after[1] - $before[0] - $before[1];
die "lines are missing: $lines\n" if $lines < $chunks * 1024;
printf "split64_ns_per_line %.2f\nsplit64_mib_per_cpu_s %.1f\n", $cpu / $lines * 1e9, $chunks / 16 / ($cpu || 0.01);
