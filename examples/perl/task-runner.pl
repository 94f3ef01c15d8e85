#!/usr/bin/env perl
# At most three programs at once: starts the next one whenever one has ended, and says what each said and how it ended.
use strict;
use warnings;
use POE qw(Wheel::Run Filter::Line);

my @tasks = map { my $n = $_; [ "task $n", 'sh', '-c', "echo working on $n; exit " . ($n % 3) ] } 1 .. 8;

POE::Session->create(inline_states => {
  _start => sub { $_[KERNEL]->yield('next') },

  next => sub {
    my ($heap) = $_[HEAP];
    while (keys %{ $heap->{running} } < 3) {
      my $task = shift @tasks or last;
      my ($name, @program) = @$task;
      my $wheel = POE::Wheel::Run->new(
        Program     => \@program,
        StdoutEvent => 'said',
        StderrEvent => 'said',
        CloseEvent  => 'closed',
      );
      $heap->{running}{ $wheel->ID } = { name => $name, wheel => $wheel, open => 2 };
      $heap->{by_pid}{ $wheel->PID } = $wheel->ID;
      $_[KERNEL]->sig_child($wheel->PID, 'reaped');
    }
  },

  said => sub {
    my ($line, $id) = @_[ ARG0, ARG1 ];
    print "$_[HEAP]{running}{$id}{name}: $line\n";
  },

  closed => sub { over($_[HEAP], $_[KERNEL], $_[ARG0]) },

  reaped => sub {
    my ($pid, $status) = @_[ ARG1, ARG2 ];
    my $id = delete $_[HEAP]{by_pid}{$pid};
    $_[HEAP]{running}{$id}{status} = $status >> 8;
    over($_[HEAP], $_[KERNEL], $id);
  },
});

# A program is over when both its outputs have closed and it has been reaped, in whatever order that comes.
sub over {
  my ($heap, $kernel, $id) = @_;
  my $task = $heap->{running}{$id};
  return if --$task->{open} > 0;
  print "$task->{name} ended with $task->{status}\n";
  delete $heap->{running}{$id};
  $kernel->yield('next');
}

POE::Kernel->run;
