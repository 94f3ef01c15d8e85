#!/usr/bin/env perl
# Ten sessions that count to ten side by side, on Perl POE: what counting-sessions.ts has to equal, line for line.
use strict;
use warnings;
use POE;

for (1 .. 10) {
  POE::Session->create(
    heap          => { count => 0 },
    inline_states => {
      _start => sub {
        printf "Session %d has started.\n", $_[SESSION]->ID;
        $_[KERNEL]->yield('increment');
      },
      increment => sub {
        my ($kernel, $heap, $session) = @_[KERNEL, HEAP, SESSION];
        printf "Session %d counted to %d.\n", $session->ID, ++$heap->{count};
        $kernel->yield('increment') if $heap->{count} < 10;
      },
      _stop => sub { printf "Session %d has stopped.\n", $_[SESSION]->ID },
    },
  );
}

POE::Kernel->run();
