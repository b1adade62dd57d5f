/**
 * The crash test, whole: `npm run test:crash`. A faulty SendGrid, and the real program, ended at a few
 * hundred moments and started again each time: from one machine with SQLite, and with workers and web
 * servers on PostgreSQL. Prints a table of each, and ends with 1 if anybody was taken twice, or is
 * missing, or a phase was never met. Only one of them, or other moments: `npm run test:crash -- postgres 7`.
 */
import { say } from './table.ts';
import { crashWholeSend } from './whole-send.ts';
import { crashWholeStorm } from './whole-storm.ts';

const TESTS = { sqlite: crashWholeSend, postgres: crashWholeStorm };

const wanted = process.argv.slice(2);
const seed = Number(wanted.find((word) => /^\d+$/.test(word)) ?? 2018);
const named = Object.entries(TESTS).filter(([store]) => wanted.includes(store));
const complaints: string[] = [];
for (const [, test] of named.length > 0 ? named : Object.entries(TESTS)) {
  complaints.push(...(await test(seed)));
}
for (const complaint of complaints) say(`WRONG: ${complaint}`);
process.exitCode = complaints.length === 0 ? 0 : 1;
