//! ARCHITECTURE.md against the rooms that there are.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::FLOORS;

/// What is wrong with the map. Its rooms are the table lines ``| 1 | `store/` | … |``.
pub fn complaints(map: &str, rooms: &BTreeSet<String>) -> Vec<String> {
    let drawn = drawn(map);
    let floors: BTreeMap<&str, u8> = FLOORS.into_iter().collect();
    let mut said = Vec::new();
    for room in rooms.iter().filter(|room| !drawn.contains_key(room.as_str())) {
        said.push(format!("ARCHITECTURE.md does not name src/{room}"));
    }
    for (room, floor) in drawn {
        if !rooms.contains(room) {
            said.push(format!("ARCHITECTURE.md names {room}/, which is not in src/"));
        }
        if floors.get(room) != Some(&floor) {
            said.push(format!("ARCHITECTURE.md draws {room}/ on floor {floor}, the plan (plan.rs) does not"));
        }
    }
    said
}

fn drawn(map: &str) -> BTreeMap<&str, u8> {
    map.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
            let floor = cells.next()?.parse().ok()?;
            let room = cells.next()?.strip_prefix('`')?.strip_suffix("/`")?;
            Some((room, floor))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str =
        "# Map\n| floor | room | for |\n|---|---|---|\n| 0 | `model/` | words |\n| 1 | `store/` | secrets |\n";

    fn rooms(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_true_map_is_fine() {
        assert_eq!(complaints(MAP, &rooms(&["model", "store"])), [""; 0]);
    }

    #[test]
    fn a_room_too_many_or_too_few_or_on_another_floor_is_told() {
        assert_eq!(complaints(MAP, &rooms(&["model", "store", "vault"])), ["ARCHITECTURE.md does not name src/vault"]);
        assert_eq!(complaints(MAP, &rooms(&["model"])), ["ARCHITECTURE.md names store/, which is not in src/"]);
        let moved = MAP.replace("| 1 |", "| 2 |");
        assert_eq!(complaints(&moved, &rooms(&["model", "store"])).len(), 1);
    }
}
