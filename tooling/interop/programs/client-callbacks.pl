#!/usr/bin/env perl
# POE's own TCP client: prints each callback as it comes, for comparison. Takes a port, and what happens:
#   eof       the server ends the connection
#   shutdown  the client does, once it was answered
#   pending   the client does, while it has something to write
#   again     the server does, and the client connects again, once
#   refused   nobody listens; tried again, once
use strict;
use warnings;
use POE qw(Component::Client::TCP);

my ($port, $what) = @ARGV;
my $times = 0;
$| = 1;

sub note { print join(' ', @_), "\n" }

sub flags {
  my $heap = shift;
  my $server = ref($heap->{server}) || 'none';
  $server =~ s/.*:://;
  return map({ "$_=" . ($heap->{$_} ? 1 : 0) } qw(connected shutdown)), "server=$server";
}

POE::Component::Client::TCP->new(
  RemoteAddress => '127.0.0.1',
  RemotePort    => $port,
  Args          => ['a', 1],
  Started       => sub { note('started', @_[ARG0 .. $#_]) },
  PreConnect    => sub { note('preConnect', $_[ARG2], flags($_[HEAP])); $_[ARG0] },
  Connected     => sub {
    note('connected', $_[ARG2], flags($_[HEAP]));
    $_[HEAP]{server}->put($what eq 'eof' || $what eq 'again' ? 'bye' : 'hello');
    $_[KERNEL]->call($_[SESSION], 'shutdown') if $what eq 'pending';
  },
  ConnectError => sub {
    note('connectError', @_[ARG0, ARG1]);
    $_[KERNEL]->delay(reconnect => 0.01) unless $times++;
  },
  ServerInput => sub {
    note('input', $_[ARG0], flags($_[HEAP]));
    $_[KERNEL]->yield('shutdown') if $what eq 'shutdown';
  },
  ServerFlushed => sub { note('flushed', flags($_[HEAP])) },
  ServerError   => sub { note('serverError', @_[ARG0, ARG1], flags($_[HEAP])) },
  Disconnected  => sub {
    note('disconnected', flags($_[HEAP]));
    $_[KERNEL]->delay(reconnect => 0.01) if $what eq 'again' && !$times++;
  },
  InlineStates => { _stop => sub { note('stop') } },
);

POE::Kernel->run();
