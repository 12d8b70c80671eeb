/** Between two pictures of the bar. */
const REDRAW_MS = 100;

const WIDTH = 30;

/** The bar at a moment: `Building the demonstration portfolio ███████░░░ 70 %, 2 s left`. `elapsedMs` since the first command. */
export const buildingBar = (settled: number, total: number, elapsedMs: number): string => {
  const filled = Math.floor((settled / total) * WIDTH);
  const leftSeconds = Math.ceil(((elapsedMs / settled) * (total - settled)) / 1_000);
  const percent = Math.floor((settled / total) * 100);
  return `Building the demonstration portfolio ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent} %, ${leftSeconds} s left`;
};

/** Draws the bar on a terminal, over itself, and takes it away when everything is settled. On anything but a terminal it is silent. */
export const drawBuilding = (terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): ((settled: number, total: number) => void) => {
  if (!terminal.isTTY) return () => undefined;
  const startedAt = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return (settled, total) => {
    const at = performance.now();
    if (settled < total && at - drawnAt < REDRAW_MS) return;
    drawnAt = at;
    terminal.write(settled < total ? `\r${buildingBar(settled, total, at - startedAt)}\u001b[K` : '\r\u001b[K');
  };
};
