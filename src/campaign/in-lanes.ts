/**
 * Repeats `work` in so many lanes until it gives false. Where it throws, the other lanes see their
 * own round through before this throws: no request is under way any more.
 */
export async function inLanes(count: number, work: () => Promise<boolean>): Promise<void> {
  let failed = false;
  const lane = async (): Promise<void> => {
    try {
      while (!failed && (await work()));
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: count }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
