import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Prefixes of IPv6 that carry an IPv4 address, and the byte where it starts (RFC 6052, RFC 3056, RFC 4291 2.5.5.1). */
const embeddings: readonly { readonly prefix: string; readonly at: number }[] = [
  { prefix: '64:ff9b::/96', at: 12 },
  { prefix: '2002::/16', at: 2 },
  { prefix: '::/96', at: 12 },
];

/** What IANA hands out to the public internet (RFC 4291); all else of IPv6 is reserved for something. */
const GLOBAL_UNICAST = '2000::/3';

function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const found = embeddings.find(({ prefix }) => address.match(ipaddr.IPv6.parseCIDR(prefix)));
  return found === undefined
    ? undefined
    : new ipaddr.IPv4(address.toByteArray().slice(found.at, found.at + 4));
}

function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  const inner = embedded(address);
  if (inner !== undefined) return isPublic(inner);
  return address.range() === 'unicast' && address.match(ipaddr.IPv6.parseCIDR(GLOBAL_UNICAST));
}

/**
 * Whether an IP address, as text, belongs to the public internet: not private, loopback, link-local (cloud metadata),
 * carrier-grade NAT, multicast, documentation or otherwise reserved, not even when mapped or tunnelled into IPv6.
 */
export function isPublicAddress(text: string): boolean {
  return ipaddr.isValid(text) && isPublic(ipaddr.parse(text));
}
