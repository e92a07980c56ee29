// What pages gain with a script: numbers that explain themselves where they stand, large figures that zoom, tables that
// sort, formulas that copy as LaTeX. Without it a number is a <details>, a figure scrolls, a table is in order.
// Everything stands in a block: the file runs as a module and as a plain script, which pages opened from disk need.
{
const WORDS = {
  en: { out: "Zoom out", in: "Zoom in", fit: "Fit", real: "Real size", full: "Full screen", close: "Close" },
  zh: { out: "缩小", in: "放大", fit: "适合宽度", real: "原始大小", full: "全屏", close: "关闭" },
};
const HOVER = 180, LINGER = 240;
const phone = matchMedia("(max-width: 44.9em)");

/** The one card that is open: where it came from, whether a click keeps it. */
const card = {
  box: null, owner: null, kept: false, timer: 0,

  show(owner, source, kept) {
    this.hide();
    if (!source) return;
    const copy = source.cloneNode(true);
    copy.removeAttribute("id");
    this.box = document.createElement("div");
    this.box.className = "lt-pop md-typeset";
    this.box.setAttribute("role", "dialog");
    this.box.setAttribute("aria-label", copy.querySelector(".lt-head")?.textContent ?? "");
    this.box.append(copy);
    this.box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.leave());
    document.body.append(this.box);
    Object.assign(this, { owner, kept });
    owner.setAttribute("aria-expanded", "true");
    this.place();
  },

  place() {
    const style = this.box.style;
    if (phone.matches) return Object.assign(style, { left: "8px", right: "8px", bottom: "8px", top: "auto" });
    const at = this.owner.getBoundingClientRect(), own = this.box.getBoundingClientRect();
    const room = innerHeight - at.bottom - 8;
    const below = room >= own.height || room >= at.top;
    style.top = `${below ? at.bottom + 8 : at.top - own.height - 8}px`;
    style.left = `${Math.max(12, Math.min(at.right - own.width + 12, innerWidth - own.width - 12))}px`;
  },

  hide() {
    clearTimeout(this.timer);
    this.box?.remove();
    this.owner?.removeAttribute("aria-expanded");
    Object.assign(this, { box: null, owner: null, kept: false });
  },

  leave() {
    if (this.kept) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), LINGER);
  },
};

/** Hover shows a card, a click keeps it; `source` finds the card's content when it is wanted. */
function explain(anchor, source) {
  anchor.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || !source()) return;
    event.preventDefault();
    event.stopPropagation();
    card.owner === anchor && card.kept ? card.hide() : card.show(anchor, source(), true);
  });
  anchor.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse" || card.kept) return;
    clearTimeout(card.timer);
    card.timer = setTimeout(() => card.show(anchor, source(), false), HOVER);
  });
  anchor.addEventListener("pointerleave", () => card.leave());
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !card.box) return;
  const owner = card.owner;
  card.hide();
  owner.focus?.();
});
addEventListener("click", (event) => {
  if (card.box && !card.box.contains(event.target)) card.hide();
});
addEventListener("scroll", () => {
  if (!card.box) return;
  card.owner.isConnected ? card.place() : card.hide();
}, { passive: true, capture: true });

class Why extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    const details = this.querySelector("details");
    explain(details.querySelector("summary"), () => details.querySelector(".lt-card"));
  }
}

class Figure extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    for (const link of this.querySelectorAll("a[data-why]")) {
      const id = link.getAttribute("xlink:href").slice(1);
      explain(link, () => document.getElementById(id));
    }
    if (this.closest(".lt-large")) this.frame();
  }

  /** A frame round a figure that is wider than the page. */
  frame() {
    const words = WORDS[this.dataset.lang] ?? WORDS.en;
    const svg = this.querySelector(".lt-wide svg");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const view = Object.assign(document.createElement("div"), { className: "lt-view", tabIndex: 0 });
    const bar = Object.assign(document.createElement("div"), { className: "lt-bar" });
    const shown = document.createElement("span");
    let zoom = 1, dialog = null;
    const fit = () => Math.min(1, (view.clientWidth - 2) / width);
    const set = (wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
      const next = Math.max(fit(), Math.min(3, wanted)), ratio = next / zoom;
      const left = (view.scrollLeft + x) * ratio - x, top = (view.scrollTop + y) * ratio - y;
      zoom = next;
      Object.assign(svg.style, { width: `${width * zoom}px`, height: `${height * zoom}px` });
      view.scrollTo(left, top);
      shown.textContent = `${Math.round(zoom * 100)} %`;
    };
    const button = (label, title, run) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: label, title });
      made.setAttribute("aria-label", title);
      made.addEventListener("click", run);
      bar.append(made);
      return made;
    };
    bar.append(shown);
    button("−", words.out, () => set(zoom / 1.25));
    button("+", words.in, () => set(zoom * 1.25));
    button(words.fit, words.fit, () => set(fit()));
    button("100 %", words.real, () => set(1));
    const full = button("⤢", words.full, () => {
      if (dialog) return dialog.close();
      dialog = Object.assign(document.createElement("dialog"), { className: "lt-screen md-typeset" });
      dialog.append(bar, view);
      document.body.append(dialog);
      dialog.showModal();
      full.textContent = "✕";
      full.setAttribute("aria-label", full.title = words.close);
      set(zoom);
      dialog.addEventListener("close", () => {
        this.prepend(bar, view);
        dialog.remove();
        dialog = null;
        full.textContent = "⤢";
        full.setAttribute("aria-label", full.title = words.full);
        set(1);
        full.focus();
      });
    });
    view.append(svg);
    this.prepend(bar, view);
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = view.getBoundingClientRect();
      set(zoom * Math.exp(-event.deltaY / 300), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });
    view.addEventListener("keydown", (event) => {
      const wanted = { "+": zoom * 1.25, "=": zoom * 1.25, "-": zoom / 1.25, 0: fit() }[event.key];
      if (wanted) set(wanted);
    });
    view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button || event.target.closest("a")) return;
      const x = event.clientX + view.scrollLeft, y = event.clientY + view.scrollTop;
      const move = (to) => view.scrollTo(x - to.clientX, y - to.clientY);
      view.setPointerCapture(event.pointerId);
      view.classList.add("lt-drag");
      view.addEventListener("pointermove", move);
      view.addEventListener("pointerup", () => {
        view.removeEventListener("pointermove", move);
        view.classList.remove("lt-drag");
      }, { once: true });
    });
    requestAnimationFrame(() => set(1));
  }
}

class Maths extends HTMLElement {
  connectedCallback() {
    if (this.ready || !navigator.clipboard) return;
    this.ready = true;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "lt-copy", textContent: "TeX", title: this.dataset.label });
    button.setAttribute("aria-label", this.dataset.label);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.latex);
      button.textContent = "✓";
      setTimeout(() => { button.textContent = "TeX"; }, 1200);
    });
    this.append(button);
  }
}

class Table extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    for (const head of this.querySelectorAll("[data-sort]")) {
      head.tabIndex = 0;
      head.addEventListener("click", () => this.sort(head));
      head.addEventListener("keydown", (event) => { if (event.key === "Enter") this.sort(head); });
    }
  }

  sort(head) {
    const column = [...head.parentNode.children].indexOf(head), body = this.querySelector("tbody");
    const up = head.getAttribute("aria-sort") !== "ascending";
    const value = (row) => row.children[column].dataset.v ?? row.children[column].textContent.trim();
    const order = head.dataset.sort === "number" ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b));
    for (const other of this.querySelectorAll("[data-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
  }
}

const elements = { "layertally-why": Why, "layertally-figure": Figure, "layertally-maths": Maths, "layertally-table": Table };
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
}
