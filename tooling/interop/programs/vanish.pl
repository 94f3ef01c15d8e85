#!/usr/bin/env perl
# A client that vanishes in the middle of a line: its connection ends by a reset, as when its machine is switched off.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(SOL_SOCKET SO_LINGER);

my ($port) = @ARGV;
my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or die "cannot connect: $!";
$socket->syswrite("whole\nhalf a li");
$socket->sysread(my $echo, 64);
print $echo;
# Lingering for no time at all means: drop everything, and send a reset.
setsockopt($socket, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0)) or die "cannot set SO_LINGER: $!";
close $socket;
