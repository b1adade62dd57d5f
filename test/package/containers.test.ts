import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { newWorkspace } from '../cli/run-here.ts';

const read = (file: string) => readFileSync(file, 'utf8');
/** The instructions of each stage of the Dockerfile, a line each. */
const [build = [], image = []] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, '')
  .split(/^FROM /m)
  .slice(1)
  .map((stage) => stage.split('\n').filter(Boolean));
const compose = parse(read('compose.yaml'), { merge: true });

const of = (stage: readonly string[], name: string) =>
  stage.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
const words = (text: string) => text.trim().split(/\s+/);
/** What an instruction holds as a list. */
const list = (text = '') => JSON.parse(text.slice(text.indexOf('['))) as string[];
const health = list(of(image, 'HEALTHCHECK')[0]?.split('CMD ')[1]);

/** Does what COPY does; the stage before has built what is built here. */
function copy(stage: readonly string[], to: string): void {
  for (const line of of(stage, 'COPY')) {
    const [target = '', ...sources] = words(line.replace('--from=build ', '')).reverse();
    for (const source of sources.map((one) => one.replace('/outcry/', ''))) {
      const into = path.join(to, target === './' ? source : target);
      mkdirSync(path.dirname(into), { recursive: true });
      if (source === 'node_modules') symlinkSync(path.resolve(source), into);
      else cpSync(source, into, { recursive: true });
    }
  }
}

describe('the Dockerfile', () => {
  it('copies only what is there, and what is let into its context', () => {
    const ignored = read('.dockerignore').split('\n');
    const sources = [...of(build, 'COPY'), ...of(image, 'COPY')]
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => words(line).slice(0, -1));
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect(existsSync(source), source).toBe(true);
      expect(ignored, source).toContain(`!${source.split('/')[0]}`);
    }
    expect(ignored.filter((line) => /^!.*(\.env|\.outcry|node_modules)/.test(line))).toEqual([]);
  });

  it('is of a Node.js by its number that Outcry supports, and runs as nobody special, node first', () => {
    const [, version] = /^ARG NODE_VERSION=(\d+)$/m.exec(read('Dockerfile')) ?? [];
    expect(Number(version)).toBeGreaterThanOrEqual(20);
    expect([build[0], image[0]]).toEqual([
      `node:\${NODE_VERSION}-bookworm AS build`,
      `node:\${NODE_VERSION}-bookworm-slim`,
    ]);
    expect(of(image, 'USER')).toEqual(['node']);
    expect(list(of(image, 'ENTRYPOINT')[0])).toEqual(['node', '/outcry/bin/outcry.js']);
    expect(of(image, 'VOLUME')).toEqual(['/workspace']);
  });

  it('builds from the lock file, and takes no tools of ours along', () => {
    const steps = of(build, 'RUN').join('\n');
    for (const step of ['npm ci --ignore-scripts', 'npm run build', 'npm prune --omit=dev']) {
      expect(steps).toContain(step);
    }
    expect(of(image, 'COPY').join('\n')).not.toMatch(/ test| src$/m);
  });

  it('makes an image whose web side answers its health check, and fails it once it has ended', async () => {
    const made = mkdtempSync(path.join(inject('workspaces'), 'image-'));
    copy(image, made);
    const program = path.join(made, 'bin', 'outcry.js');
    const [first = '', ...rest] = list(of(image, 'CMD')[0]);
    const env = { PATH: process.env.PATH, OUTCRY_SECRET: 'a-secret-that-is-long-enough-for-this' };
    const args = [program, first, '--json', '--port', '0', ...rest];
    const serve = spawn(process.execPath, args, { cwd: await newWorkspace(), env });
    const closed = once(serve, 'close');
    const [line] = await once(createInterface({ input: serve.stdout }), 'line');
    const { port } = new URL(JSON.parse(String(line)).url);
    const isWell = () => {
      const around = { env: { ...env, HEALTH_URL: `http://127.0.0.1:${port}/readyz` } };
      return spawnSync(health[0] ?? '', health.slice(1), around).status;
    };
    expect(isWell()).toBe(0);
    serve.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
    expect(isWell()).toBe(1);
  });
});

const { services, configs } = compose;
const argsOf = (service: string) => words(services[service].command);
const seconds = (duration: string) =>
  Number.parseInt(duration, 10) * (duration.endsWith('m') ? 60 : 1);

describe('compose.yaml', () => {
  it('has a database, two web servers, two workers, and a balancer before them', () => {
    expect(Object.keys(services)).toEqual(['database', 'web', 'worker', 'balancer', 'outcry']);
    expect(services.web.deploy.replicas).toBe(2);
    expect(services.worker.deploy.replicas).toBe(2);
    expect(services.database.image).toMatch(/^postgres:\d+$/);
    expect(services.outcry.profiles).toEqual(['staff']);
  });

  it.each(['web', 'worker', 'outcry'])(
    '%s runs a command that there is, with its options',
    (name) => {
      const [first = '', ...rest] = argsOf(name);
      const spec = COMMANDS.find(({ usage }) => words(usage)[0] === first);
      const known = ['--json', ...(spec?.options ?? []).map(([flags]) => words(flags)[0])];
      expect(spec, first).toBeDefined();
      expect(known).toEqual(expect.arrayContaining(rest.filter((word) => word.startsWith('--'))));
    },
  );

  it('starts again what ends, waits for the database, and asks each whether it can work', () => {
    for (const name of ['database', 'web', 'worker', 'balancer']) {
      expect(services[name].restart, name).toBe('unless-stopped');
    }
    for (const name of ['web', 'worker']) {
      expect(services[name].depends_on.database.condition).toBe('service_healthy');
      // The image's own check, at the address that the service is told.
      expect(services[name].healthcheck).toBeUndefined();
    }
    expect(of(image, 'ENV')[0]).toContain('HEALTH_URL=http://127.0.0.1:4000/readyz');
    const port = argsOf('worker')[argsOf('worker').indexOf('--metrics-port') + 1];
    expect(services.worker.environment.HEALTH_URL).toBe(`http://127.0.0.1:${port}/readyz`);
    expect(services.database.healthcheck.test).toContain('pg_isready');
    expect(services.balancer.healthcheck.test.at(-1)).toMatch(/:8080\/readyz$/);
  });

  it('leaves each the time to end in order', () => {
    const drain = Number(argsOf('web')[argsOf('web').indexOf('--drain') + 1]);
    expect(seconds(services.web.stop_grace_period)).toBeGreaterThan(drain + 10);
    // A minute for SendGrid's answer, and one for the ledger to keep it.
    expect(seconds(services.worker.stop_grace_period)).toBeGreaterThan(120);
  });

  it('lets Outcry write nothing but what staff ask for, and holds no secret of its own', () => {
    for (const name of ['web', 'worker']) {
      expect(services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        env_file: '.env',
      });
      expect(services[name].volumes).toEqual([expect.stringMatching(/:\/workspace:ro$/)]);
    }
    expect(services.worker.environment.OUTCRY_DATABASE_URL).toBe(
      services.web.environment.OUTCRY_DATABASE_URL,
    );
    const secrets = read('compose.yaml').match(/(?<=PASSWORD: |outcry:)\S+(?=@|$| )/gm);
    for (const secret of secrets ?? []) expect(secret).toMatch(/^\$\{POSTGRES_PASSWORD/);
    expect(services.balancer.ports).toEqual([expect.stringContaining('127.0.0.1:8080')]);
  });

  it('has the balancer ask /readyz of the port that serve listens on, and log no address', () => {
    const { content } = configs.haproxy;
    expect(content).toContain('option httpchk GET /readyz');
    expect(content).toMatch(/server-template web- \d+ web:4000 check inter 2s/);
    expect(content).toContain('option forwardfor');
    expect(content).not.toMatch(/httplog|log-format|^\s*log /m);
    expect(argsOf('web')).toContain('--trust-proxy');
  });
});
