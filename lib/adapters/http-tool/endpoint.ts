import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/** Names that resolve inside a network, whatever the public DNS says (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|home\.arpa)$/;

const literalOf = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Why an endpoint must not be called whatever its name resolves to; undefined when that decides. The URL parser has
 * already turned decimal, octal, hexadecimal and full-width spellings of an address into the plain one.
 */
export function staticObjection({ protocol, hostname, username, password }: URL): string | undefined {
  if (protocol !== 'https:') return 'must be an https URL';
  if (username !== '' || password !== '') return 'must not carry a user name or password';
  const host = literalOf(hostname).replace(/\.$/, '').toLowerCase();
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'is not a public address';
  if (!host.includes('.') || PRIVATE_NAMES.test(host)) return 'is not a public name';
  return undefined;
}

/** As staticObjection, and for every address that the name resolves to: one that is not public spoils it. */
export function resolvedObjection(addresses: readonly string[]): string | undefined {
  return addresses.every(isPublicAddress) ? undefined : 'resolves to an address that is not public';
}

export const parseEndpoint = (text: string, base?: URL): URL | undefined =>
  URL.parse(text, base?.href) ?? undefined;
