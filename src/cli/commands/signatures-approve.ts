import type { RunCommand } from '../command.ts';
import { decideComments } from '../decide-comments.ts';

export const run: RunCommand = (invocation) => decideComments(invocation, 'shown');
