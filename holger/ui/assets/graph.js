// A picture of nodes and edges, loaded only by pages that draw one. The table beside it says the same in words.
//
//   <div class="h-graph" data-graph data-src="…json" data-layout="dagre"></div>
//
// The address answers {nodes: [{id, label, note, url, level, kind}], edges: [{source, target, label, strong}]}; the node
// of kind "me" is the one the picture is about. Depth and direction are links that change the page's address.
import cytoscape from "cytoscape";
import dagre from "cytoscape-dagre";

cytoscape.use(dagre);

// Cytoscape adds a style element unless one is there; our policy refuses inline styles, and .h-graph says the same.
document.head.append(Object.assign(document.createElement("template"), { id: "__________cytoscape_stylesheet" }));

const LEVELS = { crit: "--h-crit-fill", high: "--h-high-fill", mid: "--h-mid-fill", ok: "--h-ok-fill" };

// Canvas knows no light-dark(): an element of the page works the colour out.
function colours(box) {
  const probe = box.appendChild(document.createElement("span"));
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["surface", "ink", "ink-2", "line-strong", "control", "accent", "accent-fill", "accent-soft", "bg"];
  const found = Object.fromEntries(names.map((name) => [name, read(`--h-${name}`)]));
  found.levels = Object.fromEntries(Object.entries(LEVELS).map(([level, name]) => [level, read(name)]));
  probe.remove();
  return found;
}

function style(box) {
  const c = colours(box);
  const font = getComputedStyle(document.body).fontFamily;
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle", width: 150, height: 40, label: "data(text)", "text-wrap": "wrap",
        "text-max-width": 138, "text-valign": "center", "font-family": font, "font-size": 11, "line-height": 1.3,
        color: c.ink, "background-color": c.surface, "border-width": 1, "border-color": c["line-strong"],
      },
    },
    ...Object.entries(c.levels).map(([level, colour]) => ({
      selector: `node[level = "${level}"]`,
      style: { "border-color": colour, "border-width": 2 },
    })),
    { selector: "node[kind = 'me']", style: { color: "#fff", "background-color": c["accent-fill"], "border-color": c["accent-fill"] } },
    { selector: "node:active, node.is-near", style: { "background-color": c["accent-soft"], "border-color": c.accent, color: c.ink, "overlay-opacity": 0 } },
    {
      selector: "edge",
      style: {
        width: 1.5, "line-color": c["line-strong"], "target-arrow-color": c["line-strong"], "target-arrow-shape": "triangle",
        "arrow-scale": 0.8, "curve-style": "round-taxi", "taxi-direction": "horizontal", "taxi-radius": 8,
      },
    },
    { selector: "edge[?strong]", style: { width: 2, "line-color": c.accent, "target-arrow-color": c.accent } },
    { selector: "edge.is-near", style: { "line-color": c.accent, "target-arrow-color": c.accent } },
  ];
}

const LAYOUTS = {
  dagre: { name: "dagre", rankDir: "LR", nodeSep: 14, rankSep: 64, padding: 24, fit: true },
  breadthfirst: { name: "breadthfirst", directed: true, padding: 24, spacingFactor: 1.1 },
};

async function draw(box) {
  const answer = await fetch(box.dataset.src, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { nodes, edges } = await answer.json();
  const elements = [
    ...nodes.map((node) => ({ data: { ...node, text: node.note ? `${node.label}\n${node.note}` : node.label } })),
    ...edges.map((edge) => ({ data: edge })),
  ];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const graph = cytoscape({
    container: box,
    elements,
    style: style(box),
    layout: { ...(LAYOUTS[box.dataset.layout] ?? LAYOUTS.dagre), animate: false },
    minZoom: 0.15,
    maxZoom: 2,
    autoungrabify: calm,
    userZoomingEnabled: !("small" in box.dataset),
  });
  if (graph.zoom() > 1.25) graph.zoom(1.25), graph.center();
  graph.on("tap", "node", ({ target }) => {
    if (target.data("url")) location.assign(target.data("url"));
  });
  graph.on("mouseover", "node", ({ target }) => {
    box.style.cursor = target.data("url") ? "pointer" : "";
    target.closedNeighborhood().not(target).addClass("is-near");
  });
  graph.on("mouseout", "node", () => {
    box.style.cursor = "";
    graph.elements().removeClass("is-near");
  });
  const again = () => graph.style(style(box));
  document.addEventListener("themed", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

for (const box of document.querySelectorAll("[data-graph]")) draw(box);
