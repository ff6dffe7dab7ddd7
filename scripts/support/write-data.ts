import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * Writes bytes as a module that Node, Jest and the bundler all load alike: brotli, then base64 in one string.
 * Answers the compressed size in bytes.
 */
export function writeData(name: string, bytes: Uint8Array): number {
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const module = `/** Built by a script, see CONTRIBUTING.md. Brotli, base64. */\nexport default '${compressed.toString('base64')}';\n`;
  writeFileSync(new URL(`../../lib/intelligence/data/generated/${name}.ts`, import.meta.url), module);
  return compressed.length;
}
