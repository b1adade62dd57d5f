import type { RunCommand } from '../command.ts';
import { decidePetition } from '../decide-petition.ts';

export const run: RunCommand = (invocation) => decidePetition(invocation, 'open');
