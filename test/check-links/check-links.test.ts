import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { checkLinks } from '../../src/check-links/check-links.ts';
import { isPublicAddress } from '../../src/check-links/public-address.ts';
import type { Problem } from '../../src/problem.ts';

/** What the server was asked, as "HEAD /path". */
const asked: string[] = [];
let underWay = 0;
let most = 0;

const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/good': (_request, response) => response.writeHead(200).end(),
  '/gone': (_request, response) => response.writeHead(410).end(),
  '/forbidden': (_request, response) => response.writeHead(403).end(),
  '/busy': (_request, response) => response.writeHead(503).end(),
  '/get-only': ({ method }, response) => response.writeHead(method === 'GET' ? 200 : 405).end(),
  '/forbids-head': ({ method }, response) => response.writeHead(method === 'GET' ? 200 : 403).end(),
  '/hangs-up-on-head': ({ method, socket }, response) =>
    method === 'GET' ? response.writeHead(200).end() : socket.destroy(),
  '/hangs-up': ({ socket }) => socket.destroy(),
  '/silent': () => {},
  '/moved': (_request, response) => response.writeHead(301, { location: 'good' }).end(),
  '/moved-and-gone': (_request, response) => response.writeHead(302, { location: '/nope' }).end(),
  '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
  '/inside': (_request, response) =>
    response.writeHead(302, { location: 'http://10.0.0.1/router' }).end(),
  '/endless': ({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : 501);
    if (method === 'GET') response.write('and so on');
    else response.end();
  },
};

const answer: RequestListener = (request, response) => {
  asked.push(`${request.method} ${request.url}`);
  underWay += 1;
  most = Math.max(most, underWay);
  response.on('close', () => {
    underWay -= 1;
  });
  const found = ANSWERS[request.url ?? ''];
  if (found) found(request, response);
  else response.writeHead(404).end();
};

const servers: Server[] = [];
let base = '';

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  base = `http://127.0.0.1:${await listen(createServer(answer))}`;
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const isAllowed = (address: string) => address === '127.0.0.1' || isPublicAddress(address);
const place = (line: number) => ({ file: 'letter.md', line, column: 1 });

function check(urls: readonly string[], timeout = 5_000): Promise<Problem[]> {
  const links = urls.map((url, index) => ({ url, places: [place(index + 1)] }));
  return checkLinks(links, { isAllowed, timeout });
}

describe('a link that leads somewhere', () => {
  test.each([
    ['answers at once', '/good', ['HEAD /good']],
    [
      'is asked with GET where HEAD is not allowed',
      '/get-only',
      ['HEAD /get-only', 'GET /get-only'],
    ],
    [
      'is asked with GET where HEAD is forbidden',
      '/forbids-head',
      ['HEAD /forbids-head', 'GET /forbids-head'],
    ],
    [
      'is asked with GET where HEAD is hung up on',
      '/hangs-up-on-head',
      ['HEAD /hangs-up-on-head', 'GET /hangs-up-on-head'],
    ],
    ['has moved', '/moved', ['HEAD /moved', 'HEAD /good']],
    ['never ends, and is not read', '/endless', ['HEAD /endless', 'GET /endless']],
  ])('%s', async (_reason, path, requests) => {
    asked.length = 0;
    expect(await check([base + path])).toEqual([]);
    expect(asked).toEqual(requests);
  });
});

describe('a link that leads nowhere', () => {
  test.each([
    ['a page that is not there', '/nope', '(404)'],
    ['a page that is gone', '/gone', '(410)'],
    ['one that leads on to nothing', '/moved-and-gone', '(404)'],
    ['one that leads round in circles', '/round', 'more than 10 times'],
    ['a server that hangs up', '/hangs-up', 'ECONNRESET'],
  ])('%s', async (_reason, path, why) => {
    const [problem, ...others] = await check([base + path]);
    expect(problem).toMatchObject({ severity: 'error', code: 'link-dead', where: place(1) });
    expect(problem?.what).toContain(why);
    expect(others).toEqual([]);
  });

  it('is one whose server says nothing', async () => {
    const [problem] = await check([`${base}/silent`], 300);
    expect(problem).toMatchObject({ code: 'link-dead' });
    expect(problem?.what).toContain('in time');
  });

  it('is one behind which no server listens', async () => {
    const server = createServer(answer);
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await check([`http://127.0.0.1:${port}/`])).toMatchObject([{ code: 'link-dead' }]);
  });

  it('is one whose server speaks no TLS', async () => {
    const [problem] = await check([`${base.replace('http:', 'https:')}/good`]);
    expect(problem).toMatchObject({ code: 'link-dead' });
    expect(problem?.what).toContain('encryption');
  });

  it('is told at each of its places, and asked once', async () => {
    asked.length = 0;
    const links = [
      { url: `${base}/gone#one`, places: [place(3), place(5)] },
      { url: `${base}/gone`, places: [place(7)] },
    ];
    const problems = await checkLinks(links, { isAllowed });
    expect(problems.map(({ where }) => where?.line)).toEqual([3, 5, 7]);
    expect(asked).toEqual(['HEAD /gone', 'GET /gone']);
  });
});

it('tells the sites that do not say in one warning', async () => {
  const problems = await check([`${base}/forbidden`, `${base}/good`, `${base}/busy`]);
  expect(problems).toMatchObject([{ severity: 'warning', code: 'link-untold', where: place(1) }]);
  expect(problems[0]?.what).toMatch(/2 links .*\/forbidden \(.*403\), .*\/busy \(.*503\)/);
});

describe('what is not of the public internet', () => {
  test.each([
    ['a private address', 'http://10.0.0.1/'],
    [
      'a link-local address, where clouds keep their secrets',
      'http://169.254.169.254/latest/meta-data/',
    ],
    ['an address in another form', 'http://0x0a000001/'],
    ['an IPv4 address in IPv6', 'http://[::ffff:10.0.0.1]/'],
    ['a link-local address of IPv6', 'http://[fe80::1]/'],
  ])('is not asked: %s', async (_reason, url) => {
    expect(await check([url])).toMatchObject([{ severity: 'error', code: 'link-private' }]);
  });

  it('is not asked where a page leads there', async () => {
    expect(await check([`${base}/inside`])).toMatchObject([{ code: 'link-private' }]);
  });

  it('is not asked under a name that resolves to it', async () => {
    asked.length = 0;
    const url = base.replace('127.0.0.1', 'localhost');
    const links = [{ url: `${url}/good`, places: [place(1)] }];
    expect(await checkLinks(links)).toMatchObject([{ code: 'link-private' }]);
    expect(asked).toEqual([]);
  });

  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['192.168.1.1', false],
    ['172.16.0.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['::1', false],
    ['fd00::1', false],
    ['::ffff:127.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['no address', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

it('asks one site one question at a time', async () => {
  most = 0;
  await check(['/a', '/b', '/c', '/d'].map((path) => base + path));
  expect(most).toBe(1);
});

it('stops asking when it is told to', async () => {
  asked.length = 0;
  const links = [{ url: `${base}/good`, places: [place(1)] }];
  expect(await checkLinks(links, { isAllowed, signal: AbortSignal.abort() })).toEqual([]);
  expect(asked).toEqual([]);
});
