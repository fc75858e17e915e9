/** Charts drawn by ECharts, which is fetched when the first one is seen. */
import { chartOption, type Drawn } from "./option";
import type { ShownChart } from "./shown";

/** A chart that follows cells. */
export interface LiveChart {
  now: (chart: ShownChart) => ShownChart;
  /** Call `redraw` when what the chart shows may have changed; returns the way to end it. */
  onChange: (chart: ShownChart, redraw: () => void) => () => void;
}

/** Draw into an element, now, whenever it changes its size and whenever its cells change. Returns the way to end it. */
export function drawChart(
  element: HTMLElement,
  fetched: Promise<ShownChart>,
  drawn: () => Omit<Drawn, "size">,
  onFailure: (error: unknown) => void,
  live: LiveChart,
): () => void {
  let end = (): void => {};
  let ended = false;
  const draw = async (): Promise<void> => {
    const [chart, echarts] = await Promise.all([fetched, import("./echarts")]);
    if (ended) return;
    const made = echarts.init(element, undefined, { renderer: "svg" });
    let last = "";
    const redraw = (): void => {
      const now = live.now(chart);
      const size = { inline: element.clientWidth || 300, block: element.clientHeight || 200 };
      const shown = JSON.stringify([now, size]);
      if (shown === last) return;
      last = shown;
      if (now.fill?.none) element.style.background = "none";
      made.setOption(chartOption(now, { ...drawn(), size }), { notMerge: true });
    };
    end = () => made.dispose();
    redraw();
    const again = (): void => {
      try {
        redraw();
      } catch (error) {
        // What a cell has now may be more than the chart can show: the page goes on without it.
        end();
        onFailure(error);
      }
    };
    const stop = live.onChange(chart, again);
    const observer = new ResizeObserver(() => {
      made.resize();
      again();
    });
    observer.observe(element);
    end = () => {
      stop();
      observer.disconnect();
      if (!made.isDisposed()) made.dispose();
    };
  };
  draw().catch((error: unknown) => {
    if (ended) return;
    end();
    onFailure(error);
  });
  return () => {
    ended = true;
    end();
  };
}
