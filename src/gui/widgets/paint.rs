//! Text and icons on one line. egui centres a font's line box; two fonts side by side then stand on different
//! baselines. Here text is placed by its baseline, snapped to a pixel.

use std::borrow::Cow;
use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::text::LayoutJob;
use egui::{Color32, Context, Galley, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::keyboard::ring_in_view;
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// Half of Inter's height of capitals, in ems (`JetBrains` Mono's is the same to a hundredth).
const HALF_CAP: f32 = 0.3636;
/// From Phosphor's baseline up to the middle of its square, in ems.
const ICON_MIDDLE: f32 = 0.4375;

/// Where text of this style stands when its capitals are centred on `center_y`.
pub fn baseline(ui: &Ui, center_y: f32, style: Type) -> f32 {
    (center_y + HALF_CAP * style.size()).round_to_pixels(ui.pixels_per_point())
}

fn layout(ui: &Ui, style: Type, color: Color32, words: &str) -> Arc<Galley> {
    ui.painter().layout_no_wrap(words.to_owned(), style.font_on(ui.pixels_per_point()), color)
}

/// From a galley's top to its first baseline.
fn ascent(galley: &Galley) -> f32 {
    galley.rows.first().and_then(|row| Some(row.pos.y + row.row.glyphs.first()?.pos.y)).unwrap_or_default()
}

fn put(ui: &Ui, x: f32, baseline_y: f32, galley: Arc<Galley>, color: Color32) -> f32 {
    let width = galley.size().x;
    let at = pos2(x, baseline_y - ascent(&galley)).round_to_pixels(ui.pixels_per_point());
    ui.painter().galley(at, galley, color);
    width
}

/// How far down egui's own centring in a line of text must be moved, so that capitals stand around `center_y`.
pub fn centring_shift(ui: &Ui, style: Type, center_y: f32) -> f32 {
    let galley = layout(ui, style, Color32::PLACEHOLDER, "M");
    let egui_puts = (center_y - galley.size().y / 2.0 + ascent(&galley)).round_to_pixels(ui.pixels_per_point());
    baseline(ui, center_y, style) - egui_puts
}

/// Width of one line in points.
pub fn width(ui: &Ui, style: Type, words: &str) -> f32 {
    layout(ui, style, Color32::PLACEHOLDER, words).size().x
}

/// Paints one line from `x` on a baseline; returns its width.
pub fn text(ui: &Ui, x: f32, baseline_y: f32, style: Type, color: Color32, words: &str) -> f32 {
    put(ui, x, baseline_y, layout(ui, style, color, words), color)
}

/// Paints one line that ends at `right`; returns its width.
pub fn text_right(ui: &Ui, right: f32, baseline_y: f32, style: Type, color: Color32, words: &str) -> f32 {
    let galley = layout(ui, style, color, words);
    put(ui, right - galley.size().x, baseline_y, galley, color)
}

/// Paints one line in the middle of a rectangle.
pub fn text_centered(ui: &Ui, rect: Rect, style: Type, color: Color32, words: &str) {
    let galley = layout(ui, style, color, words);
    let x = rect.center().x - galley.size().x / 2.0;
    put(ui, x, baseline(ui, rect.center().y, style), galley, color);
}

/// Paints one line, cut at its end with "…" where it does not fit; returns its width.
pub fn elided(ui: &Ui, x: f32, baseline_y: f32, room: f32, style: Type, color: Color32, words: &str) -> f32 {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), style.font_on(ui.pixels_per_point()), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    put(ui, x, baseline_y, ui.painter().layout_job(job), color)
}

/// A warning's sentence where it has room, else the longest of its shorter forms that has, for its number must not be cut.
pub fn fitting<'a>(ui: &Ui, style: Type, words: &'a str, room: f32) -> Cow<'a, str> {
    if width(ui, style, words) <= room {
        return Cow::Borrowed(words);
    }
    let mut forms = shorter(words);
    let fits = forms.iter().position(|form| width(ui, style, form) <= room).unwrap_or(forms.len() - 1);
    Cow::Owned(forms.swap_remove(fits))
}

/// Shorter forms of a warning's sentence, at least one, the longest first: "Never used here" of "Never used here, added 63
/// days ago", "Rotation 41 d overdue" of days, and of a disabled key "Disabled · deletable in 9 d" without what went
/// without it, or "Deletable in 9 d", as its mark says the rest. The last ones begin with the number, so that what cuts
/// them leaves it whole: "41 d overdue", "41 d".
fn shorter(words: &str) -> Vec<String> {
    let first = |words: &str, end: &str| words.split(end).next().unwrap_or_default().to_owned();
    if let Some(places) = words.strip_prefix("Same value in ") {
        let count = places.split(' ').next().unwrap_or_default();
        return vec![words.to_owned(), format!("Same in {places}"), format!("{count} alike")];
    }
    let mut forms = if let Some(wait) = words.strip_prefix("Disabled · ") {
        let wait = first(wait, " · ");
        let mut letters = wait.chars();
        let alone = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        vec![format!("Disabled · {wait}"), alone]
    } else {
        let sentence = first(&first(words, " · "), ", ");
        let in_short = |word| if matches!(word, "day" | "days") { "d" } else { word };
        let short = sentence.split(' ').map(in_short).collect::<Vec<_>>().join(" ");
        let gist = gist(&short);
        [sentence, short].into_iter().chain(gist).collect()
    };
    let shortest = forms.last().map(String::as_str).unwrap_or_default();
    let from_number = shortest.find(|letter: char| letter.is_ascii_digit()).map(|at| shortest[at..].to_owned());
    let days = from_number.as_ref().and_then(|words| words.split_once(" d")).map(|(number, _)| format!("{number} d"));
    forms.extend(from_number.into_iter().chain(days));
    forms.dedup();
    forms
}

/// The gist of a sentence that says more than what is wrong: "Too broad", "Missing", "In 3 files", "2 old values may work".
fn gist(sentence: &str) -> Option<String> {
    if sentence.ends_with(" too broad") {
        return Some("Too broad".to_owned());
    }
    let more = [" from the keychain", " that Keyloft "];
    let before = more.into_iter().find_map(|more| sentence.split_once(more)).map(|(before, _)| before.to_owned());
    before.or_else(|| sentence.strip_suffix(" may still work").map(|values| format!("{values} may work")))
}

/// Paints a circle whose edge runs along `radius`, half of it inside: epaint would put all of it outside.
pub fn circle(ui: &Ui, center: egui::Pos2, radius: f32, fill: Color32, edge: Stroke) {
    ui.painter().circle(center, radius - edge.width / 2.0, fill, edge);
}

/// Paints wrapped text with its top left corner at `at`; returns its rectangle.
pub fn paragraph(ui: &Ui, at: egui::Pos2, room: f32, style: Type, color: Color32, words: &str) -> Rect {
    let galley = laid(ui, room, style, color, words);
    let rect = Rect::from_min_size(at, galley.size());
    ui.painter().galley(at.round_to_pixels(ui.pixels_per_point()), galley, color);
    rect
}

/// How high it gets, without painting it.
pub fn paragraph_height(ui: &Ui, room: f32, style: Type, words: &str) -> f32 {
    laid(ui, room, style, Color32::PLACEHOLDER, words).size().y
}

fn laid(ui: &Ui, room: f32, style: Type, color: Color32, words: &str) -> Arc<Galley> {
    let line_height = if style.size() < 12.5 { 16.0 } else { 18.0 };
    let mut job = LayoutJob::simple(words.to_owned(), style.font_on(ui.pixels_per_point()), color, room.max(1.0));
    for section in &mut job.sections {
        section.format.line_height = Some(line_height);
    }
    wrapped(ui, job)
}

/// Paints words, what stands in ticks in mono, in the middle of a rectangle from its left: in one line, in two where they need them, and cut at the end of
/// the second one.
pub fn two_lines(ui: &Ui, rect: Rect, style: Type, color: Color32, words: &str) {
    if width_with_code(ui, style, words) <= rect.width() {
        text_with_code(ui, rect.left(), rect.center().y, style, color, words);
        return;
    }
    let galley = galley_with_code(ui, rect.width(), style, color, 2, words);
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at.round_to_pixels(ui.pixels_per_point()), galley, color);
}

/// Lays text out in lines. Where one word alone would stand on the last of them, or two or three small ones, the lines
/// before give them company, as long as that takes no further line.
fn wrapped(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    let alone = |galley: &Galley| {
        let Some(last) = galley.rows.last().filter(|_| galley.rows.len() > 1) else { return false };
        last.row.size.x < galley.size().x / 4.0 || !last.row.text().trim().contains(' ')
    };
    let whole = ui.painter().layout_job(job.clone());
    if !alone(&whole) {
        return whole;
    }
    let mut narrower = (1..=6).map(|step| {
        let mut job = job.clone();
        job.wrap.max_width = (job.wrap.max_width * (1.0 - 0.06 * step as f32)).floor().max(1.0);
        ui.painter().layout_job(job)
    });
    narrower.find(|galley| galley.rows.len() == whole.rows.len() && !alone(galley)).unwrap_or(whole)
}

/// Paints wrapped text made of pieces of different type and colour, on lines of 18, or of 16 where its words are small;
/// returns its rectangle.
pub fn paragraph_of(ui: &Ui, at: egui::Pos2, room: f32, parts: &[(Type, Color32, &str)]) -> Rect {
    // Names are in mono, and smaller: the words around them say how high the lines are.
    let words = parts.iter().find(|(style, ..)| !style.is_mono()).or(parts.first());
    let small = words.is_some_and(|(style, ..)| style.size() < 12.5);
    pieces(ui, at, room, if small { 16.0 } else { 18.0 }, parts)
}

/// Words between which stands a name, or what is typed in a terminal, in ticks: `(style, words)` pieces, that in mono,
/// without the ticks.
pub fn with_code(style: Type, words: &str) -> impl Iterator<Item = (Type, &str)> + Clone {
    let mono = if matches!(style, Type::Strong | Type::SmallStrong) { Type::CodeStrong } else { Type::Code };
    let code = move |(at, piece)| (if at % 2 == 1 { mono } else { style }, piece);
    words.split('`').enumerate().map(code).filter(|(_, piece)| !piece.is_empty())
}

/// What one line of such words takes.
pub fn width_with_code(ui: &Ui, style: Type, words: &str) -> f32 {
    with_code(style, words).map(|(style, piece)| width(ui, style, piece)).sum()
}

/// Paints one line of such words around a middle; returns its width.
pub fn text_with_code(ui: &Ui, x: f32, middle: f32, style: Type, color: Color32, words: &str) -> f32 {
    let mut end = x;
    for (style, piece) in with_code(style, words) {
        end += text(ui, end, baseline(ui, middle, style), style, color, piece);
    }
    end - x
}

/// Such words in one piece, no wider than that, as they are painted on so many lines at most.
pub fn galley_with_code(ui: &Ui, room: f32, style: Type, color: Color32, rows: usize, words: &str) -> Arc<Galley> {
    let mut job = job_of(ui, room, 16.0, with_code(style, words).map(|(style, piece)| (style, color, piece)));
    job.wrap.max_rows = rows;
    wrapped(ui, job)
}

/// The same as it is spoken.
pub fn without_ticks(words: &str) -> String {
    words.replace('`', "")
}

/// Paints wrapped words as [`paragraph`] does, what stands in ticks as [`with_code`] does; returns their rectangle.
pub fn paragraph_with_code(ui: &Ui, at: egui::Pos2, room: f32, style: Type, color: Color32, words: &str) -> Rect {
    if !words.contains('`') {
        return paragraph(ui, at, room, style, color, words);
    }
    let parts: Vec<_> = with_code(style, words).map(|(style, piece)| (style, color, piece)).collect();
    pieces(ui, at, room, if style.size() < 12.5 { 16.0 } else { 18.0 }, &parts)
}

/// The same, each line in the middle over and under the others; `at` is the middle of its top.
pub fn paragraph_centered(ui: &Ui, at: egui::Pos2, room: f32, style: Type, color: Color32, words: &str) -> Rect {
    let parts: Vec<_> = with_code(style, words).map(|(style, piece)| (style, color, piece)).collect();
    let mut job = job_of(ui, room, if style.size() < 12.5 { 16.0 } else { 18.0 }, parts.iter().copied());
    job.halign = egui::Align::Center;
    let galley = wrapped(ui, job);
    let rect = galley.rect.translate(at.to_vec2());
    ui.painter().galley(at.round_to_pixels(ui.pixels_per_point()), galley, Color32::PLACEHOLDER);
    rect
}

fn pieces(ui: &Ui, at: egui::Pos2, room: f32, line: f32, parts: &[(Type, Color32, &str)]) -> Rect {
    let galley = wrapped(ui, job_of(ui, room, line, parts.iter().copied()));
    let rect = Rect::from_min_size(at, galley.size());
    ui.painter().galley(at.round_to_pixels(ui.pixels_per_point()), galley, Color32::PLACEHOLDER);
    rect
}

/// Beside words of 13, mono of 12 would stand a pixel too high where it is centred: in lines that are this much of a pixel
/// higher, which the row's own height rounds away, both round to one baseline.
const MONO_DOWN: f32 = 0.4;

fn job_of<'a>(
    ui: &Ui,
    room: f32,
    line: f32,
    parts: impl Iterator<Item = (Type, Color32, &'a str)> + Clone,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = room.max(1.0);
    let large = parts.clone().any(|(style, ..)| !style.is_mono() && style.size() > 12.5);
    for (style, color, words) in parts {
        let down = if style.is_mono() && large { MONO_DOWN / ui.pixels_per_point() } else { 0.0 };
        let format = egui::TextFormat {
            font_id: style.font_on(ui.pixels_per_point()),
            color,
            line_height: Some(line + down),
            // From the row's top, as its height is rounded and the line's is not.
            valign: egui::Align::TOP,
            ..Default::default()
        };
        job.append(words, 0.0, format);
    }
    job
}

/// A name cut in its middle, so that its end, which tells keys apart, stays: `AWS_PROD…SECRET_KEY`.
pub fn middle_elided(ui: &Ui, style: Type, words: &str, room: f32) -> String {
    let advance = width(ui, style, "M");
    let fits = if advance > 0.0 { (room / advance).floor().max(0.0) as usize } else { 0 };
    if style.is_mono() || words.chars().count() <= fits {
        return middle_cut(words, fits);
    }
    // Most characters are narrower than that one: as many more as there is room for.
    let longer = (fits + 1..=words.chars().count()).map(|fits| middle_cut(words, fits));
    let longest = longer.take_while(|cut| width(ui, style, cut) <= room).last();
    longest.unwrap_or_else(|| middle_cut(words, fits))
}

/// A plain value that may be too long: of an address without its scheme first, whose host tells it, else cut in its middle.
pub fn value_elided(ui: &Ui, style: Type, value: &str, room: f32) -> String {
    if width(ui, style, value) <= room {
        return value.to_owned();
    }
    let host = value.split_once("://").map(|(_, host)| format!("…{host}"));
    let host = host.filter(|host| width(ui, style, host) <= room);
    host.unwrap_or_else(|| middle_elided(ui, style, value, room))
}

fn middle_cut(words: &str, fits: usize) -> String {
    let count = words.chars().count();
    if count <= fits {
        return words.to_owned();
    }
    let kept = fits.saturating_sub(1);
    let (head, tail) = (kept.div_ceil(2), kept / 2);
    words.chars().take(head).chain(std::iter::once('…')).chain(words.chars().skip(count - tail)).collect()
}

/// Paints an icon in the middle of a square around `center`.
pub fn icon(ui: &Ui, center: egui::Pos2, size: f32, face: Face, icon: Icon, color: Color32) {
    let galley = ui.painter().layout_no_wrap(icon.glyph().to_string(), face.font(size), color);
    let x = center.x - galley.size().x / 2.0;
    put(ui, x, center.y + ICON_MIDDLE * size, galley, color);
}

/// A horizontal hairline, on a pixel.
pub fn hairline(ui: &Ui, x: impl Into<egui::Rangef>, y: f32, color: Color32) {
    let pixel = 1.0 / ui.pixels_per_point();
    ui.painter().hline(x, y.round_to_pixel_center(ui.pixels_per_point()), Stroke::new(pixel.max(1.0), color));
}

/// The ring around what has the keyboard: outside with a gap, as LOOK.md part 10 says.
pub fn focus_ring(ui: &Ui, rect: Rect, radius: u8, response: &Response) {
    ring_around(ui, rect, radius, response.has_focus());
}

/// The same ring, where `on`.
pub fn ring_around(ui: &Ui, rect: Rect, radius: u8, on: bool) {
    if on {
        ring_in_view(ui);
        let color = of(ui).accent_ring;
        ui.painter().rect_stroke(rect.expand(2.0), radius + 2, Stroke::new(2.0, color), StrokeKind::Outside);
    }
}

/// The ring of one row among rows: inside it, as neighbours and a scrolled list's edge would cover one outside.
pub fn row_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        ring_in_view(ui);
        let ring = Stroke::new(2.0, of(ui).accent_ring);
        ui.painter().rect_stroke(rect, radius::CONTROL, ring, StrokeKind::Inside);
    }
}

/// What a row of a list stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Nothing.
    Bare,
    /// Under the pointer.
    Hovered,
    /// One is on it and others are picked: it must not seem to be one of them.
    Current,
    /// It is picked; or one is on it while none is.
    Selected,
}

impl Ground {
    /// Of a row: whether it is picked (none while no row is), whether one is on it, and the pointer over it.
    pub fn of(picked: Option<bool>, current: bool, hovered: bool) -> Self {
        match (picked, current) {
            (Some(true), _) | (None, true) => Self::Selected,
            (Some(false), true) => Self::Current,
            _ if hovered => Self::Hovered,
            _ => Self::Bare,
        }
    }

    /// Paints it.
    pub fn paint(self, ui: &Ui, rect: Rect) {
        let t = of(ui);
        let fill = match self {
            Self::Bare => return,
            Self::Hovered => t.bg_hover,
            Self::Current => t.bg_active,
            Self::Selected => t.bg_selected,
        };
        ui.painter().rect_filled(rect, radius::CONTROL, fill);
    }
}

/// Says of a list's rows, which are drawn into this, how many there are: a screen reader asks what they stand in.
pub fn rows_node(ui: &Ui, count: usize) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Grid);
        node.set_size_of_set(count);
    });
}

/// Painted text is nothing to a screen reader: this gives it a node.
pub fn name_node(ui: &Ui, rect: Rect, id: Id, words: &str) -> Response {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

/// The same for a title that stands over others.
pub fn name_heading(ui: &Ui, rect: Rect, id: Id, words: &str) -> Response {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// What a screen reader calls the window: egui gives it no name of its own.
pub fn name_window(ctx: &Context) {
    ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label("Keyloft"));
}

#[cfg(test)]
mod tests {
    use super::{Type, middle_cut, shorter, with_code, without_ticks};

    #[test]
    fn a_warning_is_shortened_around_its_number() {
        let forms = shorter("Disabled · deletable in 9 d · 3 runs, 1 export and 2 looks went without it");
        assert_eq!(forms, ["Disabled · deletable in 9 d", "Deletable in 9 d", "9 d"]);
        assert_eq!(shorter("Disabled · can be deleted").last().map(String::as_str), Some("Can be deleted"));
        assert_eq!(shorter("Never used here, added 47 days ago")[0], "Never used here");
        assert_eq!(shorter("Rotation 120 days overdue")[1], "Rotation 120 d overdue");
        assert_eq!(shorter("Rotation 1 day overdue")[1], "Rotation 1 d overdue");
        let forms = shorter("2 old values may still work, the oldest replaced 9 days ago · its owner left");
        assert_eq!(forms, ["2 old values may still work", "2 old values may work"]);
        assert_eq!(shorter("Same value in 4 places")[1], "Same in 4 places");
        assert_eq!(shorter("Missing from the keychain"), ["Missing from the keychain", "Missing"]);
        assert_eq!(shorter("Level admin is too broad"), ["Level admin is too broad", "Too broad"]);
    }

    #[test]
    fn the_last_form_of_a_warning_begins_with_its_number() {
        for (words, last) in [
            ("Expires in 44 days", "44 d"),
            ("Expired 3 days ago", "3 d"),
            ("Rotation at least 41 days overdue", "41 d"),
            ("Not used here for 94 days", "94 d"),
            ("Same value in 4 places", "4 alike"),
            ("In 3 files that Keyloft wrote, the oldest 9 days ago", "3 files"),
            ("Never used here, added 63 days ago", "Never used here"),
            ("Old value may still work, replaced 8 days ago · its owner left", "Old value may work"),
            ("Expires tomorrow", "Expires tomorrow"),
        ] {
            assert_eq!(shorter(words).last().map(String::as_str), Some(last), "{words}");
        }
    }

    #[test]
    fn what_is_typed_in_a_terminal_stands_in_mono_without_its_ticks() {
        let words = "Or use `keyloft run`, once.";
        let pieces: Vec<_> = with_code(Type::Body, words).collect();
        assert_eq!(pieces, [(Type::Body, "Or use "), (Type::Code, "keyloft run"), (Type::Body, ", once.")]);
        assert_eq!(without_ticks(words), "Or use keyloft run, once.");
    }

    #[test]
    fn a_long_name_loses_its_middle() {
        assert_eq!(middle_cut("AWS_PRODUCTION_SECRET_KEY", 19), "AWS_PRODU…ECRET_KEY");
        assert_eq!(middle_cut("SHORT", 5), "SHORT");
        assert_eq!(middle_cut("SHORT", 1), "…");
        assert_eq!(middle_cut("ÄÖÜÄÖÜ", 3), "Ä…Ü");
    }
}
