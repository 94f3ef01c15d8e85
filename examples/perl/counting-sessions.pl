#!/usr/bin/env perl
# POE's synopsis: ten sessions, each counting to ten, none waiting for another.
use strict;
use warnings;
use POE;

for (1 .. 10) {
  POE::Session->create(
    inline_states => {
      _start => sub {
        my ($kernel, $heap, $session) = @_[KERNEL, HEAP, SESSION];
        print 'Session ', $session->ID, " has started.\n";
        $heap->{count} = 0;
        $kernel->yield('increment');
      },
      increment => sub {
        my ($kernel, $heap, $session) = @_[KERNEL, HEAP, SESSION];
        print 'Session ', $session->ID, ' counted to ', ++$heap->{count}, ".\n";
        $kernel->yield('increment') if $heap->{count} < 10;
      },
      _stop => sub { print 'Session ', $_[SESSION]->ID, " has stopped.\n" },
    },
  );
}

POE::Kernel->run();
