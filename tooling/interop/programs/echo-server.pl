#!/usr/bin/env perl
# POE's own TCP server, on a port the system chooses: echoes lines, or references with "reference"; ends a connection
# on the line "bye", itself when its standard input ends.
use strict;
use warnings;
use POE qw(Component::Server::TCP Filter::Reference Wheel::ReadWrite Filter::Line);
use Socket qw(unpack_sockaddr_in);

{ package AsJson; use JSON::PP; my $json = JSON::PP->new->canonical->utf8->allow_nonref;
  sub new    { bless {}, shift }
  sub freeze { $json->encode($_[1]) }
  sub thaw   { $json->decode($_[1]) } }

$| = 1;
my $kind = shift // 'line';
my $filter = $kind eq 'reference' ? POE::Filter::Reference->new(Serializer => AsJson->new) : POE::Filter::Line->new;

POE::Component::Server::TCP->new(
  Alias        => 'server',
  Address      => '127.0.0.1',
  Port         => 0,
  ClientFilter => $filter,
  Started      => sub { print 'listening ', (unpack_sockaddr_in($_[HEAP]{listener}->getsockname))[0], "\n" },
  ClientInput  => sub {
    my $record = $_[ARG0];
    $_[HEAP]{client}->put($kind eq 'reference' ? { echo => $record } : $record);
    $_[KERNEL]->yield('shutdown') if !ref $record && $record eq 'bye';
  },
  ClientDisconnected => sub { print "disconnected\n" },
);

POE::Session->create(inline_states => {
  _start => sub {
    $_[HEAP]{stdin} = POE::Wheel::ReadWrite->new(InputHandle => \*STDIN, OutputHandle => \*STDERR, InputEvent => 'line', ErrorEvent => 'end');
  },
  line => sub { },
  end  => sub { delete $_[HEAP]{stdin}; $_[KERNEL]->post(server => 'shutdown') },
});

POE::Kernel->run();
