import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { compositeKey } from '../../domain/ids.ts';
import { AppError } from '../../errors.ts';
import type { SecretSealer } from '../../ports/limits.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/**
 * AES-256-GCM under a key of each tenant's own, derived (HKDF, RFC 5869) from the deployment's key. The purpose is
 * authenticated with the text.
 */
export function makeSecretSealer(deploymentKey: string): SecretSealer {
  const keyOf = (tenantId: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', deploymentKey, '', compositeKey('domainflow secrets', tenantId), 32));

  return {
    seal(tenantId, purpose, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, keyOf(tenantId), nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([
        nonce,
        cipher.update(secret, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return VERSION + sealed.toString('base64url');
    },

    open(tenantId, purpose, sealed) {
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, keyOf(tenantId), nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('INTERNAL', 'A sealed secret does not open with this key.', { cause });
      }
    },
  };
}
