import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, OutcryError, systemCode } from '../errors.ts';

export interface SandboxKeys {
  /** PEM, PKCS #8, EC P-256. */
  readonly privateKey: string;
  /** As SendGrid gives it: base64 of the SPKI in DER, without PEM lines. */
  readonly publicKey: string;
}

/**
 * The pair that signs the sandbox's events, read from `<folder>/sandbox-key.pem` or made there
 * (mode 0600), so that the web side need be told the public key only once. Throws an OutcryError
 * (exit 3) if the file holds no such key or the folder cannot be used.
 */
export async function sandboxKeys(folder: string): Promise<SandboxKeys> {
  const file = join(folder, 'sandbox-key.pem');
  try {
    // The ledger comes into the same folder.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const privateKey = (await readKey(file)) ?? (await makeKey(file));
    return { privateKey, publicKey: publicKeyOf(readPrivateKey(privateKey, file)) };
  } catch (cause) {
    if (cause instanceof OutcryError) throw cause;
    const what = `The sandbox's key ${file} cannot be read or written (${systemCode(cause) ?? 'unknown reason'}).`;
    const fix = 'Make the folder writable for you, or choose another workspace.';
    throw new OutcryError({ code: 'sandbox-key-file', what, fix, exit: EXIT.environment, cause });
  }
}

/** A pair that lives as long as the process. */
export function makeKeys(): SandboxKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey: pem, publicKey: publicKeyOf(privateKey) };
}

/** Base64 of the SPKI in DER. */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Throws an OutcryError (exit 3) unless the PEM is an EC P-256 key. `where` says whose it is. */
export function readPrivateKey(pem: string, where: string): KeyObject {
  const key = parsePem(pem);
  if (key?.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  throw new OutcryError({
    code: 'sandbox-key-bad',
    what: `${where} holds no private key of the kind EC P-256.`,
    fix: 'Delete it: a new one is made at the next start.',
    exit: EXIT.environment,
  });
}

function parsePem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Another process may make the file at the same moment: the first one wins. */
async function makeKey(file: string): Promise<string> {
  const { privateKey } = makeKeys();
  try {
    await writeFile(file, privateKey, { mode: 0o600, flag: 'wx' });
    return privateKey;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return readFile(file, 'utf8');
    throw error;
  }
}
