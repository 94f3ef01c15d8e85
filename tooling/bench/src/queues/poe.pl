#!/usr/bin/perl
# One queue of one size: poe.pl SIZE MILLISECONDS prints nanoseconds of each operation.
use strict;
use warnings;
use POE::Queue::Array;
use Time::HiRes qw(time);

my ($size, $milliseconds) = @ARGV;

# Small queues are measured several at once, as in poe-ts.mjs.
my $count = $size < 10_000 ? int((10_000 + $size - 1) / $size) : 1;

my $state = 1;

sub random {
  use integer;
  $state = ($state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return ($state >> 8) % 1_000_000;
}

sub yes { 1 }

sub fill_at_random {
  my $filled = shift;
  push @{ $filled->{ids} }, $filled->{queue}->enqueue(random(), $_) for 1 .. $size;
}

sub empty { return { queue => POE::Queue::Array->new, ids => [] } }

sub full {
  my $filled = empty();
  fill_at_random($filled);
  my $ids = $filled->{ids};
  for (my $i = $#$ids; $i > 0; $i--) {
    my $other = random() % ($i + 1);
    @$ids[$i, $other] = @$ids[$other, $i];
  }
  return $filled;
}

my @operations = (
  [enqueue_random => \&empty, \&fill_at_random],
  [enqueue_in_order => \&empty, sub { my $queue = shift->{queue}; $queue->enqueue($_, $_) for 1 .. $size }],
  [dequeue => \&full, sub { my $queue = shift->{queue}; $queue->dequeue_next for 1 .. $size }],
  [remove_by_id => \&full, sub { my $filled = shift; $filled->{queue}->remove_item($_, \&yes) for @{ $filled->{ids} } }],
  [adjust => \&full, sub {
    my $filled = shift;
    $filled->{queue}->adjust_priority($_, \&yes, random() - 500_000) for @{ $filled->{ids} };
  }],
  [churn => \&full, sub {
    my $queue = shift->{queue};
    for (1 .. $size) {
      my ($priority) = $queue->dequeue_next;
      $queue->enqueue($priority + random(), $_);
    }
  }],
);

for my $operation (@operations) {
  my ($name, $make, $act) = @$operation;
  my ($spent, $passes) = (0, 0);
  while ($spent * 1000 < $milliseconds or not $passes) {
    my @queues = map { $make->() } 1 .. $count;
    my $before = time;
    $act->($_) for @queues;
    $spent += time() - $before;
    $passes++;
  }
  printf "%s %.2f\n", $name, $spent * 1e9 / ($passes * $count * $size);
}
