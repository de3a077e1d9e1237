import { describe, expect, it } from 'vitest';
import { isLoopback, isWildcard, overlaps, plainAddress, urlOf } from '../../src/model/address.ts';

// G-10, G-11
describe('addresses', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['127.0.0.1', '0.0.0.0', true],
    ['127.0.0.1', '::', true],
    ['127.0.0.1', '::1', false],
    ['127.0.0.1', 'localhost', true],
    ['::1', 'LOCALHOST', true],
    ['::1', '0.0.0.0', false],
    ['[::1]', '::1', true],
    ['0.0.0.0', '::', true],
    ['192.168.1.2', '0.0.0.0', true],
    ['192.168.1.2', '127.0.0.1', false],
    ['localhost', '0.0.0.0', true],
  ])('%s and %s on one port', (one, other, clash) => {
    expect(overlaps(one, other)).toBe(clash);
    expect(overlaps(other, one)).toBe(clash);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['Localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['128.0.0.1', false],
    ['localhost.example.org', false],
  ])('%s is loopback: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});

describe('plainAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    [' [::1] ', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['FE80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]', 'fe80::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['localhost', null],
    ['127.1', null],
    ['0127.0.0.1', null],
    ['::1::', null],
    ['', null],
  ])('%s is %s', (text, address) => {
    expect(plainAddress(text)).toBe(address);
  });
});

it.each([
  ['0.0.0.0', true],
  ['::', true],
  ['[::]', true],
  ['127.0.0.1', false],
  ['', false],
])('%s is a wildcard: %s', (host, wildcard) => {
  expect(isWildcard(host)).toBe(wildcard);
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8642'],
  ['::1', 'http://[::1]:8642'],
  ['[::1]', 'http://[::1]:8642'],
  ['0.0.0.0', 'http://127.0.0.1:8642'],
  ['::', 'http://[::1]:8642'],
  ['192.168.1.2', 'http://192.168.1.2:8642'],
  ['Box.local', 'http://box.local:8642'],
])('%s is reached at %s', (host, url) => {
  expect(urlOf(host, 8642)).toBe(url);
});
