import type { CommandSpec } from './command.ts';

const HOST = ['--host <host>', 'the address to listen on (127.0.0.1)'] as const;

/** What runs until it is stopped, and what looks after this machine. */
export const RUN_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'serve',
    group: 'run',
    summary: "run the web side: sign pages, public pages, unsubscribing, SendGrid's events",
    options: [
      HOST,
      ['--port <port>', 'the port to listen on; 0 is any free one (4000)'],
      ['--metrics-port <port>', 'also show figures for Prometheus, at this port'],
      [
        '--drain <seconds>',
        'when stopped, first be not ready for so long, until load balancers know (0)',
      ],
      [
        '--trust-proxy <address...>',
        'web servers in front, on other machines, that tell whom they speak for (X-Forwarded-For)',
      ],
    ],
    examples: [
      'outcry serve',
      'outcry serve --host 0.0.0.0 --port 8080 --metrics-port 9400',
      'outcry serve --host 0.0.0.0 --trust-proxy 10.0.3.7 --drain 10',
    ],
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'worker',
    group: 'run',
    summary: 'send what is handed over, beside other workers, until it is stopped',
    options: [
      ['--concurrency <requests>', 'so many under way at once for a campaign, at most (8)'],
      [
        '--metrics-port <port>',
        'show figures for Prometheus, and whether it can work, at this port',
      ],
      ['--host <host>', 'the address of that port (127.0.0.1)'],
    ],
    examples: [
      'outcry worker',
      'outcry worker --concurrency 16 --json',
      'outcry worker --host 0.0.0.0 --metrics-port 9401',
    ],
    load: () => import('./commands/worker.ts'),
  },
  {
    usage: 'next',
    group: 'run',
    summary: 'say what to do next in this workspace; outcry alone does so too',
    options: [],
    examples: ['outcry', 'outcry next --json'],
    load: () => import('./commands/next.ts'),
  },
  {
    usage: 'doctor',
    group: 'run',
    summary: 'find what keeps campaigns from going out or arriving, and how to mend it',
    options: [
      ['--from <email>', 'whose mail to look at ("from" in outcry.yaml)'],
      ['--dns <server>', "ask this DNS server instead of this machine's, such as 1.1.1.1"],
    ],
    examples: [
      'outcry doctor',
      'outcry doctor --from campaigns@example.org --dns 1.1.1.1',
      'outcry doctor --json',
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    usage: 'sandbox',
    group: 'run',
    summary: 'run a strict local SendGrid with an inbox to look at; needs no account',
    options: [
      HOST,
      ['--port <port>', 'the port to listen on; 0 is any free one (4010)'],
      ['--events <url>', 'where signed events go (http://127.0.0.1:4000/events/sendgrid)'],
      ['--faults <list>', 'answer wrongly at times, such as 429:0.1,reset-after:0.05'],
      ['--latency <time>', 'how long every answer takes, such as 80ms, or 80-300ms (0ms)'],
      ['--slow <time>', 'how long an answer takes that meets the fault "slow" (2s)'],
      ['--seed <number>', 'repeat the same faults and times (1)'],
    ],
    examples: [
      'outcry sandbox',
      'outcry sandbox --latency 80-300ms',
      'outcry sandbox --faults 429:0.1,reset-after:0.05 --seed 7',
    ],
    load: () => import('./commands/sandbox.ts'),
  },
  {
    usage: 'completion <shell> [word...]',
    group: 'run',
    summary: 'let bash, zsh or fish complete commands, options, campaigns and lists',
    options: [],
    examples: [
      'eval "$(outcry completion bash)"',
      'outcry completion zsh > _outcry',
      'outcry completion fish | source',
    ],
    load: () => import('./commands/completion.ts'),
  },
  {
    usage: 'man',
    group: 'run',
    summary: 'show the help of all commands as a manual page, for man',
    options: [['--out <file>', 'write it there']],
    examples: ['outcry man --out outcry.1', 'outcry man | man -l -'],
    load: () => import('./commands/man.ts'),
  },
  {
    usage: 'demo',
    group: 'run',
    summary: 'show the whole story on this machine, from the letter to the signatures',
    options: [
      ['--exit', 'end after the report, instead of staying up to look around'],
      ['--port <port>', 'the port of the web side; 0 is any free one (0)'],
    ],
    examples: ['outcry demo', 'outcry demo --exit'],
    load: () => import('./commands/demo.ts'),
  },
];
