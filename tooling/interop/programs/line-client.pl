#!/usr/bin/env perl
# Sends so many numbered lines through an echo server, with POE's own TCP client, and counts what comes back right.
use strict;
use warnings;
use POE qw(Component::Client::TCP Filter::Line);

my ($port, $count) = @ARGV;
my ($next, $right) = (0, 0);

POE::Component::Client::TCP->new(
  RemoteAddress => '127.0.0.1',
  RemotePort    => $port,
  # By default POE takes a CR and an LF that arrive apart for two line ends.
  Filter        => POE::Filter::Line->new(Literal => "\x0D\x0A"),
  Connected     => sub { $_[HEAP]{server}->put(map { "line $_ of $count" } 1 .. $count) },
  ServerInput   => sub {
    my $line = $_[ARG0];
    $next++;
    $right++ if $line eq "line $next of $count";
    $_[KERNEL]->yield('shutdown') if $next == $count;
  },
  ConnectError => sub { print "connect failed: $_[ARG2]\n"; },
  ServerError  => sub { print "server failed: $_[ARG0] $_[ARG1]\n"; },
  Disconnected => sub { print "right $right of $next\n"; },
);

POE::Kernel->run();
