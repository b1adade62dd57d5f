/** 16 MB: of ten million addresses, one in 200 that is new is taken for one that was there. */
const BITS = 2 ** 27;
const PROBES = 6;

export interface MaybeSeen {
  /** False only if this text was surely not added before; it is added. */
  add(text: string): boolean;
}

/**
 * A Bloom filter (Bloom 1970), with double hashing (Kirsch and Mitzenmacher 2006): it has one size,
 * however many texts are added, and is never wrong in saying that one is new.
 */
export function openMaybeSeen(): MaybeSeen {
  const words = new Uint32Array(BITS / 32);
  return {
    add(text) {
      const [first, step] = [hashOf(text, 0x81_1c_9d_c5), hashOf(text, 0x9e_37_79_b9) | 1];
      let wasThere = true;
      for (let probe = 0, bit = first; probe < PROBES; probe += 1, bit += step) {
        const place = (bit >>> 0) % BITS;
        const [word, mask] = [place >>> 5, 1 << (place & 31)];
        const before = words[word] ?? 0;
        if ((before & mask) !== 0) continue;
        wasThere = false;
        words[word] = before | mask;
      }
      return wasThere;
    },
  };
}

/** FNV-1a over the code units, with a last stir so that all bits depend on all of them. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  return hash ^ (hash >>> 13);
}
