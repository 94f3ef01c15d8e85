# The same on Perl POE, flat only.
use strict;
use warnings;
use POE;

my ($count) = @ARGV;
my $stopped = 0;
sub cpu { my ($user, $system) = times; return $user + $system }
my $start = cpu();
POE::Session->create(inline_states => {
  _start => sub { $_[KERNEL]->alias_set("session $_[ARG0]") },
  _stop  => sub { $stopped++ },
}, args => [$_]) for 1 .. $count;
my $created = cpu();
POE::Kernel->stop;
POE::Kernel->run;
my $ended = cpu();
die "only $stopped of $count sessions were told to stop" if $stopped != $count;
printf "create_us_each %.3f\nstop_us_each %.3f\n", ($created - $start) * 1e6 / $count, ($ended - $created) * 1e6 / $count;
