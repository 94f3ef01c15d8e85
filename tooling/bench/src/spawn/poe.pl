# The same on Perl POE.
use strict;
use warnings;
use POE qw(Wheel::Run);
use Time::HiRes 'time';

my ($mode, $count) = (@ARGV, 500);
my $at_once = { seq => 1, par10 => 10 }->{$mode} or exit;

sub cpu { my ($user, $system, $child_user, $child_system) = times; return $user + $system + $child_user + $child_system }

my ($started, $done) = (0, 0);
POE::Session->create(inline_states => {
  _start => sub { $_[KERNEL]->yield('next') for 1 .. $at_once },
  next   => sub {
    return if $started == $count;
    $started++;
    my $wheel = POE::Wheel::Run->new(
      Program => '/bin/true', StdoutEvent => 'output', StderrEvent => 'output', CloseEvent => 'closed');
    $_[KERNEL]->sig_child($wheel->PID, 'reaped', $wheel->ID);
    $_[HEAP]{wheel}{$wheel->ID} = $wheel;
    $_[HEAP]{left}{$wheel->ID} = 2;
  },
  output => sub { },
  closed => sub { $_[KERNEL]->yield('one', $_[ARG0]) },
  reaped => sub { die "status $_[ARG2]" if $_[ARG2]; $_[KERNEL]->yield('one', $_[ARG3]) },
  one    => sub {
    my $id = $_[ARG0];
    return if --$_[HEAP]{left}{$id};
    delete $_[HEAP]{$_}{$id} for qw(left wheel);
    $done++;
    $_[KERNEL]->yield('next');
  },
});
my ($began, $used) = (time, cpu());
POE::Kernel->run;
die "only $done of $count programs were heard of to the end" if $done != $count;
printf "%s_spawns_per_s %.1f\n%s_cpu_ms_per_spawn %.3f\n",
  $mode, $count / (time - $began), $mode, (cpu() - $used) / $count * 1000;
