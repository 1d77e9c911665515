// Plots as SVG, once for light and once for dark pages.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { View, parse } from "vega";
import { compile } from "vega-lite";

/** @typedef {{ group: string, series: string, value: number, low: number, high: number }} Bar */
/** @typedef {{ x: number, series: string, value: number, low: number, high: number }} Point */

const SCHEMES = {
  light: { text: "#1f2328", line: "#d1d9e0", colors: ["#0969da", "#bc4c00", "#bf8700", "#6e7781"] },
  dark: { text: "#f0f6fc", line: "#3d444d", colors: ["#4493f8", "#f0883e", "#d29922", "#9198a1"] },
};
const FONT = "system-ui, sans-serif";

/**
 * @param {string} folder
 * @param {string} name of the files
 * @param {object} specification of Vega-Lite
 * @param {string} description for those who cannot see it
 */
async function draw(folder, name, specification, description) {
  mkdirSync(folder, { recursive: true });
  for (const [scheme, { text, line, colors }] of Object.entries(SCHEMES)) {
    const config = {
      background: "transparent",
      font: FONT,
      view: { stroke: null },
      range: { category: colors },
      axis: { labelColor: text, titleColor: text, gridColor: line, domainColor: line, tickColor: line, titleFontWeight: "normal" },
      header: { labelColor: text, titleColor: text, labelFontWeight: "bold", labelFontSize: 12 },
      legend: { labelColor: text, titleColor: text },
      title: { color: text },
    };
    const { spec } = compile(/** @type {any} */ ({ ...specification, description, config }));
    const svg = await new View(parse(spec), { renderer: "none" }).toSVG();
    writeFileSync(join(folder, `${name}-${scheme}.svg`), `${svg}\n`);
  }
}

/**
 * Bars in groups, with the quartiles as whiskers.
 * @param {string} folder
 * @param {string} name
 * @param {{ values: Bar[], unit: string, description: string, isLogarithmic?: boolean }} plot
 */
export function drawBars(folder, name, { values, unit, description, isLogarithmic = false }) {
  const scale = isLogarithmic ? { type: "log" } : { zero: true };
  const series = [...new Set(values.map((value) => value.series))];
  const y = { field: "series", type: "nominal", sort: series, title: null };
  return draw(
    folder,
    name,
    {
      data: { values },
      facet: { row: { field: "group", type: "nominal", title: null, sort: [...new Set(values.map((value) => value.group))], header: { labelAngle: 0, labelAlign: "left", labelOrient: "top", labelAnchor: "start" } } },
      spacing: 12,
      spec: {
        width: 560,
        height: { step: 17 },
        layer: [
          { mark: { type: isLogarithmic ? "point" : "bar", filled: true, size: isLogarithmic ? 70 : undefined, height: isLogarithmic ? undefined : 13 }, encoding: { y, x: { field: "value", type: "quantitative", title: unit, scale }, color: { field: "series", type: "nominal", sort: series, legend: null } } },
          { mark: { type: "rule", opacity: 0.6, color: "gray" }, encoding: { y, x: { field: "low", type: "quantitative", scale }, x2: { field: "high" } } },
        ],
      },
    },
    description,
  );
}

/**
 * Lines over sizes, both axes logarithmic.
 * @param {string} folder
 * @param {string} name
 * @param {{ values: Point[], x: string, unit: string, description: string }} plot
 */
export function drawLines(folder, name, { values, x, unit, description }) {
  return draw(
    folder,
    name,
    {
      data: { values },
      width: 560,
      height: 260,
      mark: { type: "line", point: { filled: true, size: 50 } },
      encoding: {
        x: { field: "x", type: "quantitative", scale: { type: "log" }, title: x, axis: { values: [...new Set(values.map((value) => value.x))] } },
        y: { field: "value", type: "quantitative", scale: { type: "log" }, title: unit },
        color: { field: "series", type: "nominal", title: null, sort: [...new Set(values.map((value) => value.series))] },
      },
    },
    description,
  );
}
