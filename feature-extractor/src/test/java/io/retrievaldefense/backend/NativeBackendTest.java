package io.retrievaldefense.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.junit.jupiter.api.Test;

class NativeBackendTest {

  @Test
  void extensionFollowsTheCpu() {
    String avx512 = "fpu avx2 avx512f avx512dq avx512bw avx512vl";
    assertThat(NativeBackend.extensionFor("amd64", avx512)).isEqualTo("-onednn-avx512");
    assertThat(NativeBackend.extensionFor("amd64", "fpu avx avx2 fma")).isEqualTo("-onednn-avx2");
    assertThat(NativeBackend.extensionFor("amd64", "avx2 avx512f")).isEqualTo("-onednn-avx2");
    assertThat(NativeBackend.extensionFor("x86_64", "fpu sse4_2")).isEqualTo("-onednn");
    assertThat(NativeBackend.extensionFor("aarch64", "asimd")).isEmpty();
  }

  @Test
  void oneDnnIsOnByDefault() {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    assertThat(NativeBackend.description()).startsWith("ND4J on oneDNN");
    assertThat(NativeBackend.isOneDnn()).isTrue();
  }

  @Test
  void layersOfDl4jFindTheNativesToo() {
    NativeBackend.prepare();
    assertThat(BaseMKLDNNHelper.mklDnnEnabled()).isEqualTo(NativeBackend.isOneDnn());
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> NativeThreads.use(0)).hasMessage("native threads must be positive: 0");
  }
}
