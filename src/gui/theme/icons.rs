//! The icons, by their Phosphor names (LOOK.md part 5, MORE.md). `Funnel`, `Lock` and `Upload` are the simple ones.

use egui::{FontFamily, FontId};

use super::fonts;

/// Outlined or filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Phosphor Regular.
    Line,
    /// Phosphor Fill.
    Fill,
}

impl Face {
    /// The font of this face at a size in points.
    pub fn font(self, size: f32) -> FontId {
        let family = match self {
            Self::Line => fonts::ICONS,
            Self::Fill => fonts::ICONS_FILL,
        };
        FontId::new(size, FontFamily::Name(family.into()))
    }
}

macro_rules! icons {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// One icon of the subset in `assets/fonts`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)] // Phosphor's own names.
        pub enum Icon { $($name),* }

        impl Icon {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its private code point.
            pub fn glyph(self) -> char {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

icons! {
    Archive = '\u{E00C}',
    ArrowCounterClockwise = '\u{E038}',
    ArrowDown = '\u{E03E}',
    ArrowLeft = '\u{E058}',
    ArrowRight = '\u{E06C}',
    ArrowSquareOut = '\u{E5DE}',
    ArrowUUpLeft = '\u{E08A}',
    ArrowUp = '\u{E08E}',
    ArrowsClockwise = '\u{E094}',
    Bell = '\u{E0CE}',
    BellSlash = '\u{E0D4}',
    BracketsCurly = '\u{E860}',
    Broom = '\u{EC54}',
    Bug = '\u{E5F4}',
    Calendar = '\u{E108}',
    CaretDown = '\u{E136}',
    CaretLeft = '\u{E138}',
    CaretRight = '\u{E13A}',
    CaretUp = '\u{E13C}',
    CaretUpDown = '\u{E140}',
    ChartBarHorizontal = '\u{E152}',
    Check = '\u{E182}',
    CheckCircle = '\u{E184}',
    Circle = '\u{E18A}',
    CircleHalf = '\u{E18C}',
    CircleNotch = '\u{EB44}',
    Clipboard = '\u{E196}',
    ClipboardText = '\u{E198}',
    Clock = '\u{E19A}',
    ClockCounterClockwise = '\u{E1A0}',
    Cloud = '\u{E1AA}',
    Code = '\u{E1BC}',
    Columns = '\u{E546}',
    ColumnsPlusRight = '\u{E542}',
    Copy = '\u{E1CA}',
    Cube = '\u{E1DA}',
    Database = '\u{E1DE}',
    Desktop = '\u{E560}',
    Detective = '\u{E83E}',
    DiceFive = '\u{E1EE}',
    DotsThree = '\u{E1FE}',
    DotsThreeVertical = '\u{E208}',
    Download = '\u{E20A}',
    DownloadSimple = '\u{E20C}',
    EnvelopeSimple = '\u{E218}',
    Export = '\u{EAF0}',
    Eye = '\u{E220}',
    EyeSlash = '\u{E224}',
    File = '\u{E230}',
    FileArrowDown = '\u{E232}',
    FileText = '\u{E23A}',
    Fingerprint = '\u{E23E}',
    FloppyDisk = '\u{E248}',
    Folder = '\u{E24A}',
    FolderOpen = '\u{E256}',
    FolderSimple = '\u{E25A}',
    FolderSimplePlus = '\u{E25E}',
    Funnel = '\u{E268}',
    GearSix = '\u{E272}',
    GitBranch = '\u{E278}',
    GitCommit = '\u{E27A}',
    Globe = '\u{E288}',
    Hash = '\u{E2A2}',
    HourglassMedium = '\u{E2B8}',
    HouseLine = '\u{E2C4}',
    HouseSimple = '\u{E2C6}',
    Info = '\u{E2CE}',
    Key = '\u{E2D6}',
    KeyReturn = '\u{E782}',
    Keyboard = '\u{E2D8}',
    Link = '\u{E2E2}',
    LinkBreak = '\u{E2E4}',
    LinkSimple = '\u{E2E6}',
    List = '\u{E2F0}',
    Lock = '\u{E308}',
    LockKey = '\u{E2FE}',
    LockSimpleOpen = '\u{E30A}',
    MagnifyingGlass = '\u{E30C}',
    MagnifyingGlassMinus = '\u{E30E}',
    MagnifyingGlassPlus = '\u{E310}',
    Minus = '\u{E32A}',
    MinusCircle = '\u{E32C}',
    Moon = '\u{E330}',
    Note = '\u{E348}',
    NotePencil = '\u{E34C}',
    Package = '\u{E390}',
    PencilSimple = '\u{E3B4}',
    Plug = '\u{E946}',
    PlugsConnected = '\u{EB5A}',
    Plus = '\u{E3D4}',
    Printer = '\u{E3DC}',
    Prohibit = '\u{E3DE}',
    PushPin = '\u{E3E2}',
    Question = '\u{E3E8}',
    Rows = '\u{E5A2}',
    Shield = '\u{E40A}',
    ShieldCheck = '\u{E40C}',
    ShieldWarning = '\u{E412}',
    SignIn = '\u{E428}',
    SignOut = '\u{E42A}',
    SlidersHorizontal = '\u{E434}',
    SortAscending = '\u{E444}',
    SortDescending = '\u{E446}',
    Sparkle = '\u{E6A2}',
    Spinner = '\u{E66A}',
    Stack = '\u{E466}',
    Star = '\u{E46A}',
    Stop = '\u{E46C}',
    Sun = '\u{E472}',
    Tag = '\u{E478}',
    TerminalWindow = '\u{EAE8}',
    TextAa = '\u{E6EE}',
    Trash = '\u{E4A6}',
    Upload = '\u{E4C0}',
    User = '\u{E4C2}',
    UserCircleDashed = '\u{EC36}',
    UserPlus = '\u{E4D0}',
    Users = '\u{E4D6}',
    Vault = '\u{E76E}',
    Warning = '\u{E4E0}',
    WarningOctagon = '\u{E4E4}',
    X = '\u{E4F6}',
    XCircle = '\u{E4F8}',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_drawn_by_both_faces() {
        let mut fonts = egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), fonts::definitions());
        for icon in Icon::ALL {
            for face in [Face::Line, Face::Fill] {
                assert!(
                    fonts.with_pixels_per_point(1.0).has_glyph(&face.font(16.0), icon.glyph()),
                    "{icon:?} {face:?}"
                );
            }
        }
    }

    #[test]
    fn every_icon_stands_in_the_list_of_code_points() {
        let listed = include_str!("../../../assets/fonts/phosphor-codepoints.txt");
        for icon in Icon::ALL {
            let code = format!("{:04X}", u32::from(icon.glyph()));
            assert!(listed.lines().any(|line| line.split(' ').nth(1) == Some(&code)), "{icon:?} is {code}");
        }
    }
}
