//! A secret as a type: wiped when dropped, never cloned, printed or serialised.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The bytes of a secret, exactly as they came in.
///
/// There is no `Clone`, `Display` or `Serialize`: each copy has to be made, and so seen, through [`Secret::expose`].
///
/// ```compile_fail
/// fn wants_clone<T: Clone>() {}
/// wants_clone::<keyloft::model::Secret>();
/// ```
/// ```compile_fail
/// fn wants_display<T: std::fmt::Display>() {}
/// wants_display::<keyloft::model::Secret>();
/// ```
/// ```compile_fail
/// fn wants_serialize<T: serde::Serialize>() {}
/// wants_serialize::<keyloft::model::Secret>();
/// ```
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over; the caller's buffer becomes the secret, nothing is copied.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for one statement. Say above each call why the value has to be open there.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The value as text, where it is UTF-8. The same care as for [`Secret::expose`].
    pub fn expose_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Length in bytes. Not for disk: an exact length is part of the secret.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True for the empty value, which is a value like any other.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A second copy, where a protocol really needs two (a pending version beside the value put in a store).
    pub fn duplicate(&self) -> Self {
        Self::new(self.0.to_vec())
    }

    /// Compares in constant time for equal lengths.
    pub fn same_as(&self, other: &Self) -> bool {
        fixed_time_eq(&self.0, &other.0)
    }
}

/// Constant-time comparison of two byte strings; different lengths differ at once.
pub fn fixed_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Writes zeros over the stack that calls before this one used and gave back: ciphers and key derivation leave copies of
/// keys there, which no destructor knows of. To be called where the work with keys has returned.
#[inline(never)]
pub fn wipe_stack() {
    // Deeper than any of that work goes; threads have 2 MiB.
    let mut zeros = [0_u8; 128 * 1024];
    std::hint::black_box(&mut zeros);
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_value() {
        let secret = Secret::new(b"canary".to_vec());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn comparison_looks_at_every_byte_and_the_length() {
        let a = Secret::new(b"same".to_vec());
        assert!(a.same_as(&a.duplicate()));
        assert!(!a.same_as(&Secret::new(b"samE".to_vec())));
        assert!(!a.same_as(&Secret::new(b"sam".to_vec())));
    }
}
