/** Where most supporters have their mailboxes. */
const BIG = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.ca yahoo.fr yahoo.de yahoo.com.au hotmail.com
  hotmail.co.uk hotmail.fr hotmail.de outlook.com outlook.de live.com live.co.uk msn.com icloud.com
  me.com mac.com aol.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
  charter.net earthlink.net optonline.net roadrunner.com rocketmail.com protonmail.com proton.me
  btinternet.com ntlworld.com virginmedia.com sky.com talktalk.net web.de gmx.de gmx.net gmx.com
  t-online.de orange.fr wanadoo.fr free.fr libero.it shaw.ca rogers.com sympatico.ca bigpond.com
  optusnet.com.au fastmail.com zoho.com`.split(/\s+/),
);

/** As near to a big one as a slip is, and real all the same. */
const REAL = new Set(
  'mail.com ymail.com email.com gmx.com hmail.com fmail.com gmail.co.za live.cn live.ca live.de live.fr live.it live.nl aol.co.uk aol.de yahoo.it yahoo.es yahoo.in yahoo.ie hotmail.it hotmail.es hotmail.be hotmail.ca outlook.fr outlook.es outlook.it outlook.ie icloud.co msn.cn'.split(
    ' ',
  ),
);

/** Endings that no domain has, or hardly any, and the one that was meant. */
const ENDINGS: Readonly<Record<string, string>> = {
  con: 'com',
  cim: 'com',
  vom: 'com',
  xom: 'com',
  cpm: 'com',
  comm: 'com',
  coom: 'com',
  cmo: 'com',
  ocm: 'com',
  'com.com': 'com',
  ner: 'net',
  nte: 'net',
  ney: 'net',
  ent: 'net',
  ogr: 'org',
  orgg: 'org',
  rog: 'org',
  og: 'org',
  edi: 'edu',
  eud: 'edu',
};

/** Shorter ones are a slip away from too much that is real. */
const SHORTEST = 8;

/**
 * The domain that was most likely meant, if this one looks mistyped: an ending that does not exist
 * (`.con`), or a big provider's with one letter wrong, missing, doubled or out of place (`gmial.com`).
 * Only a suggestion: nobody but the supporter knows.
 */
export function suggestDomain(domain: string): string | undefined {
  if (BIG.has(domain) || REAL.has(domain)) return undefined;
  const mended = mendEnding(domain);
  if (BIG.has(mended)) return mended;
  for (const big of BIG) {
    if (big.length >= SHORTEST && isOneSlip(mended, big)) return big;
  }
  return mended === domain ? undefined : mended;
}

function mendEnding(domain: string): string {
  for (const [wrong, right] of Object.entries(ENDINGS)) {
    if (domain.endsWith(`.${wrong}`)) return domain.slice(0, -wrong.length) + right;
  }
  return domain;
}

/** One letter more, less or other, or two neighbours swapped (Damerau's four). */
export function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (one[start] === other[start]) start++;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) end++;
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && a === [...b].reverse().join(''));
}
