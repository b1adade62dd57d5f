import type { RunCommand } from '../command.ts';
import { takeOut } from '../take-out.ts';

export const run: RunCommand = (invocation) => takeOut(invocation, 'redact');
