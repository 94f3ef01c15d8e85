# The same programs on Perl POE.
use strict;
use warnings;
use POE;

my ($mode, $count) = @ARGV;
my $size = { ring => 1000, pingpong => 2 }->{$mode} || 1;
my @ids;
for my $place (0 .. $size - 1) {
  my $session = POE::Session->create(inline_states => {
    _start => sub { $_[KERNEL]->alias_set("session $place") },
    token  => sub {
      my ($kernel, $left) = @_[KERNEL, ARG0];
      if ($left > 0) { $kernel->post($ids[($place + 1) % $size], 'token', $left - 1) }
      elsif ($mode ne 'call' && $mode ne 'burst') { $kernel->stop }
    },
    end => sub { $_[KERNEL]->stop },
  });
  push @ids, $session->ID;
}
my ($user, $system) = times;
if ($mode eq 'call')     { POE::Kernel->call($ids[0], 'token', 0) for 1 .. $count }
elsif ($mode eq 'burst') { POE::Kernel->post($ids[0], 'token', 0) for 1 .. $count }
if ($mode eq 'call' || $mode eq 'burst') { POE::Kernel->post($ids[0], 'end') }
else                                     { POE::Kernel->post($ids[0], 'token', $count) }
POE::Kernel->run;
my ($user_then, $system_then) = times;
printf "cpu_ns_per_event %.2f\n", ($user_then + $system_then - $user - $system) * 1e9 / $count;
