import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';

/** The variables of `.env` in a workspace; none where there is no such file. */
export function readDotenv(folder: string): Readonly<Record<string, string>> {
  const file = path.join(folder, '.env');
  return existsSync(file) ? parse(readFileSync(file)) : {};
}
