import { describe, expect, test } from 'vitest';
import { inLanes } from '../../src/campaign/in-lanes.ts';

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work in lanes', () => {
  test('is done to its end, never in more lanes than the width of the moment', async () => {
    let [left, atOnce, most] = [100, 0, 0];
    const widths = [3, 8, 1, 5];
    const width = () => widths[Math.floor(left / 26)] ?? 1;
    await inLanes(width, async () => {
      if (left === 0) return false;
      left -= 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await soon();
      atOnce -= 1;
      return true;
    });
    expect(left).toBe(0);
    expect(most).toBe(8);
  });

  test('goes on in all lanes when one puts something back after the others found nothing', async () => {
    let left = 1;
    let done = 0;
    await inLanes(
      () => 4,
      async () => {
        if (left === 0) return false;
        left -= 1;
        await soon();
        done += 1;
        if (done === 1) left += 10;
        return true;
      },
    );
    expect(done).toBe(11);
  });

  test('throws what one lane throws once the others have ended', async () => {
    let underWay = 0;
    const work = async () => {
      underWay += 1;
      if (underWay === 2) {
        underWay -= 1;
        throw new Error('broken');
      }
      await soon();
      underWay -= 1;
      return true;
    };
    await expect(inLanes(() => 3, work)).rejects.toThrow('broken');
    expect(underWay).toBe(0);
  });
});
