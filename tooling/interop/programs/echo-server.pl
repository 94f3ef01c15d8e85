#!/usr/bin/env perl
# POE's own TCP server, on a port the system chooses: echoes what the filter that is named gives it, lines by default; ends a
# connection on the line "bye", itself when its standard input ends.
use strict;
use warnings;
use POE qw(Component::Server::TCP Filter::Block Filter::HTTPD Filter::Reference Wheel::ReadWrite Filter::Line);
use HTTP::Response;
use Socket qw(unpack_sockaddr_in);

{ package AsJson; use JSON::PP; my $json = JSON::PP->new->canonical->utf8->allow_nonref;
  sub new    { bless {}, shift }
  sub freeze { $json->encode($_[1]) }
  sub thaw   { $json->decode($_[1]) } }

$| = 1;
my $kind = shift // 'line';
my %filters = (
  line      => sub { POE::Filter::Line->new },
  block     => sub { POE::Filter::Block->new },
  fixed     => sub { POE::Filter::Block->new(BlockSize => 8) },
  reference => sub { POE::Filter::Reference->new(Serializer => AsJson->new) },
  httpd     => sub { POE::Filter::HTTPD->new },
);
my %answers = (
  reference => sub { { echo => $_[0] } },
  httpd     => sub {
    my $request = shift;
    return $request if $request->isa('HTTP::Response');
    my $text = join ' ', $request->method, $request->uri, $request->content;
    HTTP::Response->new(200, 'OK', [ 'Content-Type' => 'text/plain', 'Content-Length' => length $text ], $text);
  },
);
my $answer = $answers{$kind} || sub { $_[0] };

POE::Component::Server::TCP->new(
  Alias        => 'server',
  Address      => '127.0.0.1',
  Port         => 0,
  ClientFilter => $filters{$kind}->(),
  Started      => sub { print 'listening ', (unpack_sockaddr_in($_[HEAP]{listener}->getsockname))[0], "\n" },
  ClientInput  => sub {
    my $record = $_[ARG0];
    $_[HEAP]{client}->put($answer->($record));
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
