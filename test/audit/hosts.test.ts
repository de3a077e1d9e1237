import { describe, expect, it } from 'vitest';
import { isLoopback, overlap } from '../../src/audit/hosts.ts';

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
    expect(overlap(one, other)).toBe(clash);
    expect(overlap(other, one)).toBe(clash);
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
