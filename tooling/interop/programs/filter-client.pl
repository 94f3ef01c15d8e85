#!/usr/bin/env perl
# POE's own TCP client: sends records of the kind that is named, and says which of them came back as they were.
# Usage: filter-client.pl PORT KIND
use strict;
use warnings;
use POE qw(Component::Client::TCP Filter::Block Filter::Line Filter::Reference Filter::Stream);

{ package AsJson; use JSON::PP; my $json = JSON::PP->new->canonical->utf8->allow_nonref;
  sub new    { bless {}, shift }
  sub freeze { $json->encode($_[1]) }
  sub thaw   { $json->decode($_[1]) } }

my ($port, $kind) = @ARGV;
my $long = join '', map { chr($_ % 256) } 0 .. 200_000;
my %kinds = (
  block     => [ POE::Filter::Block->new, 'a', '0', "\0\r\n", $long ],
  fixed     => [ POE::Filter::Block->new(BlockSize => 4), 'abcd', "\0\r\n\xff", '0000' ],
  reference => [ POE::Filter::Reference->new(Serializer => AsJson->new), map { AsJson->freeze($_) } [], { a => [ 1, undef, "\x{20ac}" ] }, ['x' x 100_000] ],
  zlib      => [ POE::Filter::Reference->new(Serializer => AsJson->new, Compression => 9), map { AsJson->freeze($_) } ['x' x 100_000], {} ],
  httpd     => [ POE::Filter::Stream->new, 'GET /one', 'GET /two?a=b' ],
);
my ($filter, @records) = @{ $kinds{$kind} };
my $text = '';

# What is put for a record, and the record that came back.
sub sent { $kind =~ /^(?:reference|zlib)$/ ? AsJson->thaw($_[0]) : $kind eq 'httpd' ? "$_[0] HTTP/1.1\r\nHost: perl\r\n\r\n" : $_[0] }
sub come {
  return AsJson->freeze($_[0]) if $kind =~ /^(?:reference|zlib)$/;
  return $_[0] unless $kind eq 'httpd';
  $text .= $_[0];
  my @bodies;
  while ($text =~ /^(HTTP\/1\.1 200 OK\r\n.*?Content-Length: (\d+)\r\n\r\n)/s and length $text >= length($1) + $2) {
    my ($head, $body) = (length $1, $2);
    push @bodies, substr($text, $head, $body);
    substr($text, 0, $head + $body) = '';
  }
  @bodies;
}

POE::Component::Client::TCP->new(
  RemoteAddress => '127.0.0.1',
  RemotePort    => $port,
  Filter        => $filter,
  Connected     => sub { $_[HEAP]{server}->put(map { sent($_) } @records) },
  ServerInput   => sub {
    for my $record (come($_[ARG0])) {
      my $expected = shift @records;
      print $record eq $expected ? "right\n" : "wrong: $record\n";
    }
    $_[KERNEL]->yield('shutdown') unless @records;
  },
  ServerError   => sub { print "$_[ARG0] $_[ARG1]\n" unless $_[ARG1] == 0 },
  Disconnected  => sub { print "disconnected\n" },
);
POE::Kernel->run();
