//! Mounts the page.

fn main() {
    certview_orders::page::mount();
}

// Two and a half kilobytes smaller, compressed, than the default allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
