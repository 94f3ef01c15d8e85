#!/usr/bin/env perl
# The same server on Perl POE.
use strict;
use warnings;
use POE qw(Component::Server::TCP);
use Socket qw(sockaddr_in);

$| = 1;
POE::Component::Server::TCP->new(
  Address     => '127.0.0.1',
  Port        => 0,
  Started     => sub {
    my ($port) = sockaddr_in($_[HEAP]{listener}->getsockname);
    print "port $port\nready\n";
  },
  ClientInput => sub {
    $_[HEAP]{client}->put($_[ARG0]);
    $_[KERNEL]->yield('shutdown');
  },
  ClientError => sub { },
);
POE::Kernel->run();
