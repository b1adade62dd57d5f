// Loaded before a program: it stops by itself where it first appends to a file, until it is killed.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { appendFile } = fs.promises;
fs.promises.appendFile = async (...args) => {
  await appendFile(...args);
  process.kill(process.pid, 'SIGSTOP');
};
syncBuiltinESMExports();
