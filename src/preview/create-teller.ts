export interface Teller {
  /** There is news. While some are being told, further ones wait, and are told together. */
  tell(): void;
  stop(): void;
}

/** Sends the state, as JSON, as it is by the time it is sent. */
export function createTeller(
  stateNow: () => Promise<object>,
  send: (data: string) => void,
  onBug: (error: unknown) => void,
): Teller {
  let isTelling = false;
  let hasNews = false;
  let isStopped = false;
  const tellAll = async () => {
    isTelling = true;
    try {
      while (hasNews && !isStopped) {
        hasNews = false;
        const data = JSON.stringify(await stateNow());
        if (!isStopped) send(data);
      }
    } finally {
      isTelling = false;
    }
  };
  return {
    tell() {
      hasNews = true;
      if (!isTelling) tellAll().catch(onBug);
    },
    stop() {
      isStopped = true;
    },
  };
}
