//! Mounts the page.

fn main() {
    certview_orders::page::mount();
}

// Overwrites memory that is given back: texts that hold a token or a private key leave copies behind as they grow.
// Beneath it, an allocator that makes the page two and a half kilobytes smaller, compressed, than the default one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<rlsf::SmallGlobalTlsf> =
    zeroizing_alloc::ZeroAlloc(rlsf::SmallGlobalTlsf::new());
