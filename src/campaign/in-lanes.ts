/**
 * Repeats `work` in as many lanes as `width` allows at each moment, until it gives false in all of
 * them. Where it throws, the other lanes see their own round through before this throws: no request
 * is under way any more.
 */
export async function inLanes(width: () => number, work: () => Promise<boolean>): Promise<void> {
  const failures: unknown[] = [];
  let lanes = 0;
  await new Promise<void>((resolve) => {
    const begin = () => {
      lanes += 1;
      work().then(end, (error: unknown) => {
        failures.push(error);
        end(false);
      });
    };
    const end = (isMore: boolean) => {
      lanes -= 1;
      // One that found nothing has ended; what another one puts back is work for all of them again.
      while (isMore && failures.length === 0 && lanes < width()) begin();
      if (lanes === 0) resolve();
    };
    while (lanes < width()) begin();
  });
  if (failures.length > 0) throw failures[0];
}
