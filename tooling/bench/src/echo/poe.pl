#!/usr/bin/env perl
# The same echo server on Perl POE; `poe.pl once` ends a connection behind its first line.
use strict;
use warnings;
use POE qw(Component::Server::TCP);
use Socket qw(sockaddr_in);

$| = 1;
my $once = @ARGV && $ARGV[0] eq 'once';
POE::Component::Server::TCP->new(
  Address     => '127.0.0.1',
  Port        => 0,
  Started     => sub {
    my ($port) = sockaddr_in($_[HEAP]{listener}->getsockname);
    print "port $port\nready\n";
  },
  ClientInput => sub {
    $_[HEAP]{client}->put($_[ARG0]);
    $_[KERNEL]->yield('shutdown') if $once;
  },
  ClientError => sub { },
);
POE::Kernel->run();
