//! The frame of a page: it stands alone, loads nothing, runs nothing, and reads well on a screen and on paper, in light and
//! dark. The colours are the window's.

use super::escape::html;

const STYLE: &str = "
:root { color-scheme: light dark; --page: #F4F4F2; --card: #FFFFFF; --inset: #F5F5F3; --line: #EBEBE7; --edge: #DCDCD7;
  --text: #1B1C1F; --second: #52555C; --third: #63666E; --crit: #CF3444; --crit-text: #AE2130; --crit-tint: #FBEAEA;
  --warn: #B8740A; --warn-text: #825000; --warn-tint: #FBF0DA; --ok: #2F8F5F; }
@media (prefers-color-scheme: dark) { :root { --page: #121315; --card: #1A1B1E; --inset: #141517; --line: #26272B;
  --edge: #34363C; --text: #ECEDEF; --second: #ADB0B8; --third: #9497A1; --crit: #E5545D; --crit-text: #FF9592;
  --crit-tint: #3A1E21; --warn: #D69A26; --warn-text: #F0BA57; --warn-tint: #342813; --ok: #3FA46D; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 13px/18px Inter, system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px; }
h1 { font-size: 22px; line-height: 28px; margin: 0; } h2 { font-size: 14px; line-height: 20px; margin: 0 0 12px; }
p { margin: 4px 0 0; color: var(--second); }
.tiles { display: flex; gap: 10px; margin: 20px 0 10px; }
.tile { flex: 1; padding: 12px 14px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile b { font-size: 22px; line-height: 26px; font-weight: 600; margin-right: 6px; }
.tile span { display: block; font-size: 12px; color: var(--second); }
.tile svg { vertical-align: -1px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px; margin-bottom: 10px; }
.scroll { overflow-x: auto; } svg.charts { max-width: 100%; min-width: 640px; height: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 11.5px; font-weight: 500; color: var(--second); border-bottom: 1px solid var(--edge); }
th, td { padding: 6px 10px 6px 0; vertical-align: top; }
td { border-bottom: 1px solid var(--line); } tr:last-child td { border-bottom: 0; }
td.key, td.num { font-family: 'JetBrains Mono', ui-monospace, monospace; font-size: 12px; }
td.key { font-weight: 600; overflow-wrap: anywhere; min-width: 22ch; } td.one { white-space: nowrap; } td.num { white-space: nowrap; color: var(--second); }
td.steps { min-width: 28ch; } td.state { min-width: 12ch; } td.said { min-width: 15ch; } td.said svg { margin-right: 4px; } td.sign { width: 22px; } td.quiet, .quiet td { color: var(--third); } .why { display: block; color: var(--third); }
tbody.group th { padding-top: 14px; color: var(--text); border: 0; }
footer { margin-top: 16px; color: var(--third); font-size: 12px; }
svg text { font: 11px Inter, system-ui, sans-serif; fill: var(--second); text-anchor: middle; }
svg .left { text-anchor: start; } svg .lane { font-size: 13px; text-anchor: start; fill: var(--text); }
svg .count { font: 12px 'JetBrains Mono', ui-monospace, monospace; } svg .none { fill: var(--third); }
svg .gone { text-anchor: start; fill: var(--crit-text); font-weight: 600; }
.crit { fill: var(--crit); } .warn { fill: var(--warn); } .ok { fill: none; stroke: var(--ok); stroke-width: 2; }
.info { fill: none; stroke: var(--third); stroke-width: 1.5; }
rect.crit-cell { fill: var(--crit-tint); } rect.warn-cell { fill: var(--warn-tint); } rect.calm-cell { fill: var(--inset); }
svg text.crit-cell { fill: var(--crit-text); } svg text.warn-cell { fill: var(--warn-text); }
.grid { stroke: var(--line); fill: none; } .today { stroke: var(--third); fill: none; }
.soon.filled { fill: var(--warn); } .late.filled { fill: var(--third); }
.soon.open { fill: var(--card); stroke: var(--warn); stroke-width: 1.5; }
.late.open { fill: var(--card); stroke: var(--third); stroke-width: 1.5; }
svg text.sum { font-size: 10px; stroke: none; } svg text.sum.filled { fill: var(--card); }
svg text.sum.open { fill: var(--second); }
.legend { float: right; font-size: 12px; color: var(--second); } .legend svg { vertical-align: -2px; margin: 0 4px 0 12px; }
.bar { height: 4px; border-radius: 2px; background: var(--line); margin-top: 12px; }
.bar i { display: block; height: 4px; border-radius: 2px; background: var(--ok); }
@media (max-width: 1080px) { td.key { min-width: 24ch; } td.steps { min-width: 20ch; } td.state { min-width: 11ch; } td.said { min-width: 13ch; } }
@media screen and (max-width: 1180px) { td.one, td.num { white-space: normal; } td.key { min-width: 14ch; } td.steps { min-width: 18ch; }
  td.state, td.said { min-width: 10ch; } th, td { padding-right: 8px; } }
@media (max-width: 720px) { .tiles { flex-wrap: wrap; } .tile { flex: 1 0 30%; } main { padding: 16px 12px; } }
@page { size: A4 landscape; margin: 12mm 12mm 14mm;
  @bottom-right { content: counter(page) ' of ' counter(pages); font: 9px Inter, system-ui, sans-serif; color: #63666E; } }
@media print { :root { color-scheme: light; --page: #FFFFFF; --card: #FFFFFF; --inset: #F5F5F3; --line: #EBEBE7; --edge: #DCDCD7;
  --text: #1B1C1F; --second: #52555C; --third: #63666E; --crit: #CF3444; --crit-text: #AE2130; --crit-tint: #FBEAEA;
  --warn: #B8740A; --warn-text: #825000; --warn-tint: #FBF0DA; --ok: #2F8F5F; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; } main { max-width: none; padding: 0; }
  .scroll { overflow: visible; } td.one { white-space: normal; } svg.charts { min-width: 0; } thead { display: table-header-group; }
  .card { box-decoration-break: clone; -webkit-box-decoration-break: clone; }
  h2, thead, tbody.group { break-after: avoid; } tr, .tile, .card.charts { break-inside: avoid; } }
";

/// A whole page: title and content are HTML already.
pub(super) fn page(title: &str, content: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{content}\
         <footer>Made by Keyloft. It names keys, owners and places, and holds no secret.</footer>\n</main>\n</body>\n</html>\n"
    )
}

/// A number with its words.
pub(super) fn tile(number: &str, sign: &str, words: &str) -> String {
    format!("<div class=\"tile\"><b>{}</b>{sign}<span>{}</span></div>\n", html(number), html(words))
}

/// A sign 14 wide, to stand in a line of text.
pub(super) fn sign(inner: &str) -> String {
    format!("<svg width=\"14\" height=\"14\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">{inner}</svg>")
}
